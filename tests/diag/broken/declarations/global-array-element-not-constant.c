int a = 3;
int table[] = { 1, a, 3 };
