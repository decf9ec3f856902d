// options: -Wextra
void g(int); _Noreturn void stop(void);
#define AGAIN() goto again;
#define RETURN(x) do { g(x); return; } while (0)
#define CHECK(c) do { if (c) { g(9); goto again; } } while (0)
void f(int a, int b) {
again:
  switch (a) {
    case 1: { g(1); AGAIN(); }
    case 2: { if (b) { g(2); AGAIN(); } else { RETURN(2); } }
    case 3: AGAIN();
    case 4: RETURN(4);
    case 5: for (;;) g(5);
    case 6: while (1) { g(6); if (b) break; }
    case 7: { CHECK(b); }
    case 8: { CHECK(b); break; }
    case 9: switch (b) { case 1: return; default: stop(); }
    case 10: switch (b) { case 1: return; case 2: g(10); break; default: stop(); }
    case 11: switch (b) { case 1: return; }
    case 12: do { g(12); if (b) continue; return; } while (0);
    case 13: g(13);;
    case 14: ;
    case 15: { g(15); ; }
    case 16: do { g(16); } while (b);
    case 17: { { AGAIN(); } ; }
    case 18: { int x = b; g(x); break; ; }
    default: g(99);
  }
}
