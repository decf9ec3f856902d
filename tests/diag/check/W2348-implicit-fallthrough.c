// options: -Wextra
int f(int a) { switch (a) { case 1: a++; case 2: return a; default: return 0; } }
