#defien SIZE 10
int a[SIZE];
