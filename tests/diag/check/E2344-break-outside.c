void f(int n) { break; }
