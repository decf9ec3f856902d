// options: -Wpedantic
int a[0];
