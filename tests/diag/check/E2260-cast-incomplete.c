enum E; void f(int i) { (enum E)i; }
