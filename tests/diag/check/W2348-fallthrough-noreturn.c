// options: -Wimplicit-fallthrough
void g(int); _Noreturn void stop(void);
void f(int a, int b) {
  switch (a) {
    case 1: g(1), stop();
    case 2: (void)stop();
    case 3: b ? stop() : (g(3), __builtin_unreachable());
    case 4: ({ g(4); stop(); });
    case 5: if (b) return; else g(5), __builtin_trap();
    case 6: stop(), g(6);
    case 7: b ? stop() : g(7);
    case 8: b = (stop(), 8);
    case 9: ({ stop(); g(9); });
    case 10: 0 ? (void)0 : stop();
    default: g(99);
  }
}
