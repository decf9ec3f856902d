// options: -Wsign-conversion
unsigned f(int i) { return i; }
unsigned long operand(int i) { return i * sizeof(int); }
unsigned constant(void) { return -1; }
int from_unsigned = 4000000000;
// Not these.
unsigned widened(unsigned char c) { return c - '0'; }
enum e { A } negative = -1;
