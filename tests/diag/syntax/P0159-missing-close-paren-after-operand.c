#if __has_include("a.h"
#endif
int x;
