// options: -O2
// stages: passes,assembly
int sum(const int *p, unsigned n) {
  int s = 0;
  for (unsigned i = 0; i < n; i++)
    s += p[i] * 8;
  return s;
}
