// options: -Wall
int f(int i, int *a) { i = i++; a[i] = i++; return i + i++; }
