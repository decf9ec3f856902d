// options: -pedantic
int a[4] = { [0 ... 2] = 1 };
