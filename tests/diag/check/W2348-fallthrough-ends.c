// options: -Wimplicit-fallthrough
void g(int);
void ends(int a, int b) {
  for (;;) {
    switch (a) {
      case 1: g(1);
      case 2: continue;
      case 3: g(3);
      case 4: { { break; } g(4); }
      case 5: g(5);
      case 6: {}
      case 7: ;
      case 8: (void)0;
      case 9: return;
      case 10: if (1) return;
      case 11: if (b) { break; } else return; (void)b;
      default: ;
    }
  }
}
void falls(int a, int b) {
  switch (a) {
    case 1: do { g(1); } while (b);
    case 2: do g(2); while (b > 2);
    case 3: while (b > 3) g(3);
    case 4: for (; b > 4; b++) g(4);
    case 5: if (0) return;
    case 6: g(6); (void)0;
    case 7: if (b > 7) return; else { /* nothing */ }
    case 8: if (b > 8) { return; } else ;
    case 9: g(9);
  }
}
