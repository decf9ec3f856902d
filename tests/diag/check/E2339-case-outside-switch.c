void f(int n) { case 1: ; }
