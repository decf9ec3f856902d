// gcc: GNU variadic macros
#define ev(fmt, ...) pr(fmt, ## __VA_ARGS__)
ev("a") ev("a",) ev("a", 1, 2)
#define named(fmt, args...) pr(fmt , ## args)
named("a") named("a",b)
#define all(...) f(0, ## __VA_ARGS__)
all() all(1) all(1, 2)
#define VO(x, ...) f(x __VA_OPT__(,) __VA_ARGS__)
VO(1) VO(1,) VO(1, 2) VO(1, 2, 3)
#define SV(x, ...) x __VA_OPT__(a ## b) ## c
SV(1) SV(1, 2)
#define E(a, b...) [a|b|#b]
E(1) E(1,2) E(1,2,3)
