typedef int T;
int f(int a, int b) {
  T x = 1, T = 2;
  if (a) b = 1; else if (b) { a = 2; } else ;
  while (a--) continue;
  do b++; while (b < 3);
  for (int i = 0, j; i < 3; i++) { break; }
  for (;;) ;
  switch (a) { case 1: case 2 ... 4: b = 1; break; default: ; }
  goto end;
  { __label__ l; l: goto *&&l; }
  asm volatile ("add %0, %1, %[c]" : "=r"(a) : "r"(b), [c] "i"(3) : "memory", "cc");
  asm goto ("j %l0" :::: end);
  int nested(int y) { return y + a; }
  [[maybe_unused]] int late;
  __attribute__((fallthrough));
end:
  return T * x;
}
