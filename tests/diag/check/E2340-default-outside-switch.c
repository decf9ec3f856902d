void f(int n) { default: ; }
