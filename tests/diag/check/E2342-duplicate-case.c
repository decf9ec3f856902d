void f(int n) { switch (n) { case 1: ; case 1: ; } }
