#define LIMIT 10
#define __LIMTI 3
#define SQUARE(x) ((x) * (x))
int f(void) { return LIMTI + SQUARES; }
