// gcc: macros that name themselves, and calls that end outside
#define NIL(xxx) xxx
#define G_0(arg) NIL(G_1)(arg)
#define G_1(arg) NIL(arg)
G_0(42)
#define AA BB
#define BB AA
AA BB
#define self self + self
self
#define ff(x) x ff
ff(1)(2)(3)
#define obj (x)
#define nf(x) n obj
nf(2)
#define foo() bar
#define bar foo
foo()() foo()()()
#define a a b
#define b b a
a b
#define LPAREN (
#define RPAREN )
#define F(x, y) x + y
#define ELLIP(...) __VA_ARGS__
ELLIP(F, LPAREN, 'a', 'b', RPAREN);
#define EXPAND(x) x
#define DEFER(x) x EMPTY()
#define EMPTY()
DEFER(F)(1, 2) EXPAND(DEFER(F)(1, 2))
#define Y(p,q) p##q
Y(<,<=) Y(x,1) Y(1,e) Y(.,5) Y(L,"x") Y(,) Y(x,) Y(+,+) Y(Y,)(1,2)
#define HH(z) Y(z,z)
HH(HH(1))  HH
(2)
