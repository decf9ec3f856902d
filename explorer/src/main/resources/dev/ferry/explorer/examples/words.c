// Small functions whose machine words are worth a look
int add_small(int a) { return a + 5; }

int add_large(int a) { return a + 123456; }

long load(const long *p) { return p[3]; }

void store(char *p, int value) { p[-1] = (char)value; }

int choose(int a, int b) { return a < b ? a : b; }

unsigned divide(unsigned a) { return a / 10; }

int main(void) { return add_small(1) + choose(2, 3); }
