// options: -pedantic
int a[2] = { };
