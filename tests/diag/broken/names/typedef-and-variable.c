typedef int number;
int number = 3;
