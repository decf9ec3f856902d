void f(void) { (int(void)){ 0 }; }
