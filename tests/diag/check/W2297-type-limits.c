// options: -Wextra
int f(unsigned a, unsigned char c) { return a >= 0 || c > 300; }
int ends(signed char s, unsigned char c) { return s <= 127 || 256 > c; }
// Not these.
struct b { unsigned small : 3; };
int promoted(struct b *p, _Bool b) { return p->small >= 0 && b >= 0; }
int inside(signed char s, unsigned char c) { return s < 127 && c >= 1; }
// Also of an int in a long: what it is compared in decides.
int wide(unsigned u, int i, long l) {
  return (4294967295UL < u) + (u >= 4294967296) + (u == -1L) + ((long)i != 2147483648) + ((int)l > 2147483647L);
}
int within(unsigned u, int i, unsigned long l) {
  return (4294967295U < u) + (u > 4294967294UL) + (i > -2147483648L) + (l > -1UL);
}
// A negative value beside an unsigned one is a large one.
int signs(signed char c) { return (c > 200u) + (c == 200u); }
// What a macro was given may be of other types elsewhere; a mere variable has no place of its own.
#define BELOW(a, b) ((a) < (b))
int given(unsigned char *p, unsigned char c) { return BELOW(*p, 0) + BELOW(c, 0); }
