#define ADD(1, b) (1 + b)
