// options: -Wold-style-declaration
#define INLINE __inline__ __attribute__((__always_inline__))
#define MAKE(name) static int INLINE name(int x) { return x; }
static int INLINE first(void) { return 1; }
MAKE(second)
