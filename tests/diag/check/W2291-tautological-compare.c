// options: -Wall
enum { A, B };
#define DEFAULT A
struct s { int a; } *p;
extern volatile int v;
extern short t;
const int g = 4;
int f(int a) { return a == a; }
int warned(unsigned char *q, int *r, _Bool b) {
  int n = p->a != p->a;
  n += (p + 1)->a == (p + 1)->a;
  n += *q <= *q;
  n += b < b;
  n += r[*q + 1] >= r[*q + 1];
  n += p > p;
  n += &p->a == &p->a;
  return n + (t == t);
}
int notWarned(float d) {
  int n = (DEFAULT == A) + (A == A) + (v == v) + (g == g);
  n += (d == d) + (sizeof d == sizeof d);
  return n + (f(1) == f(1)) + (1 == 1);
}
