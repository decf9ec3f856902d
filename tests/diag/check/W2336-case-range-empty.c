void f(int n) { switch (n) { case 3 ... 1: ; } }
