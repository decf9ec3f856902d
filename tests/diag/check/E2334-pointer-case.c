void f(int n) { switch (n) { case (int *)0: ; } }
