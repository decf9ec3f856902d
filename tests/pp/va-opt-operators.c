// # and ## around and inside __VA_OPT__ (C23 6.10.5.1).
#define o(x, ...) #__VA_OPT__(x##__VA_ARGS__##9)
#define p(x, ...) __VA_OPT__(x##__VA_ARGS__##9)
#define m(x, ...) "a()" #__VA_OPT__(a3 __VA_ARGS__ x ## __VA_ARGS__ ## x ## c a3) "a()"
o(5  6, 7 8) p(5  6, 7 8) o(1)
m(a3,a(),a0)
