// A header without a token: the macro that named it is free again behind it.
#define HEADER(name) "empty.h"
#include HEADER(one)
#include HEADER(two)
#define AT(n) n "other.c"
#line AT(20)
#line AT(30)
int line = __LINE__;
const char *file = HEADER(three);
//@file empty.h
/* Nothing. */
