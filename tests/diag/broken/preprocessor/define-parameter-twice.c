#define ADD(a, a) ((a) + (a))
int x;
