// options: -Wconversion -Wno-sign-conversion
char f(int i) { return i; }
char sum(char c, int i) { return c + i; }
char choice(int i, char c) { return i ? c : 300; }
void compound(char c, int i) { c += i; c |= i; }
signed char constant = 200;
// Not these: what is computed with would be converted safely.
char made_of_safe(char c) { return c - 'a' + 10; }
char shifted(char c) { return c << 3 | c >> 5; }
char masked(int i, unsigned long l) { return i ? i & 0x7f : (l & 0xf00) >> 8; }
char remainder16(unsigned long l) { return l % 16; }
enum e { A };
char enumeration(enum e e) { return e; }
