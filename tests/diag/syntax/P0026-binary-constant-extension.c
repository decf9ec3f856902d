// options: -pedantic
int x = 0b101;
