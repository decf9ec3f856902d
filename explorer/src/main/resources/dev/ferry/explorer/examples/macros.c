// Macros: what the parser sees is not what you wrote
#define SQUARE(x) x * x
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define NAME(n) value_##n

int NAME(one) = SQUARE(2 + 3);

int larger(int p, int q) { return MAX(p, q); }

int main(void) { return value_one + larger(3, 4); }
