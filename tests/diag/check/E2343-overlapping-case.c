void f(int n) { switch (n) { case 2: ; case 1 ... 3: ; } }
