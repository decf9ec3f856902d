// options: -Wpedantic
int a[] = (int[]){ 1, 2 };
