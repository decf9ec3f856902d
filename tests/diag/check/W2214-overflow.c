signed char c = 300;
unsigned char u = 256;
int i = 1e10;
