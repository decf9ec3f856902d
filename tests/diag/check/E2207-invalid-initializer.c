int x;
int a[3] = x;
