int f(int a, int b) { switch (a == b) { case 0: return 3; case 2: return 4; default: return 1; } }
