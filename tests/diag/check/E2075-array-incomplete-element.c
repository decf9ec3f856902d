struct S a[3];
int b[][];
