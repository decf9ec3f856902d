// options: -Wimplicit-fallthrough
int g(int);
#define MARKED(x) \
  case 1: \
    if (g(x)) \
      return 1; \
    /* fall through */ \
  case 2: \
    g(x);

#define UNMARKED(x) \
  case 3: \
    if (g(x)) \
      return 1; \
    /* go on */ \
  case 4: \
    g(x);

#define TWO(x) \
  case 5: g(x); /* fallthrough */ /* as above */ \
  case 6: g(x); \
    break;

#define LABEL(n) case n:

int f(int x) {
  switch (x) {
    case 0:
      g(0);
    MARKED(x)
    UNMARKED(x)
    // falls through
    TWO(x)
    case 7:
      g(2);
      /* fall through */
    LABEL(8)
      g(1);
    LABEL(9)
      g(1);
  }
  return 0;
}

// Between comment and label stand blanks and comments only.
int h(int x, int *p) {
  switch (x) {
    case 13: g(1);
      /* fall through */
#ifdef FOO
      g(3);
#endif
    case 14: g(2); /* falls through */ /* other */
    // more
    case 15: g(2); // fall through
    // more
    case 16: g(2); /* fall through */ ;
    case 17: { g(2); /* fall through */ }
    case 18: { g(2); } // fallthrough
#if 1
    case 19: g(3);
#endif
    // fallthrough
    case 20:
      if (*p)
        return 1;
      else
        g(3);
    default: g(2);
  }
  return 0;
}
