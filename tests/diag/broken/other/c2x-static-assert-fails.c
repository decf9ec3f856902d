// options: -std=c2x
int get(void);
static_assert(sizeof(long) == 4);
