int *f(int i) { return (int *)i; }
