void f(int n) { switch (n) { case n: ; } }
