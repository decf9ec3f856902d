int a = 3;
int b = a + 1;
