// options: -std=gnu89 -pedantic
double x = 0x1p3;
