void f(int *p) { (int(void))p; }
