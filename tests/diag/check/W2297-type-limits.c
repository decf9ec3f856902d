// options: -Wextra
int f(unsigned a, unsigned char c) { return a >= 0 || c > 300; }
int ends(signed char s, unsigned char c) { return s <= 127 || 256 > c; }
// Not these.
struct b { unsigned small : 3; };
int promoted(struct b *p, _Bool b) { return p->small >= 0 && b >= 0; }
int inside(signed char s, unsigned char c) { return s < 127 && c >= 1; }
