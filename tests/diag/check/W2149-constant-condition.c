// options: -Wall
_Noreturn void stop(void);
void g(void);
int a(int x) { if (x) return 1; 0 ? (void)0 : (g(), stop()); }
int b(int x) { switch (x) { case 1: return 1; default: 1 ? stop() : g(); break; } }
int c(int x) { if (x) return 1; 1 ? g() : stop(); }
int d(int x) { if (x) return 1; x ? g() : stop(); }
