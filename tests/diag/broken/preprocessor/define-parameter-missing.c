#define ADD(a, b ((a) + (b))
int x;
