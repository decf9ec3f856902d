// options: -Wall -Wextra
// The absolute value of another kind of number than the function is for.
int abs(int);
long labs(long);
long long llabs(long long);
double fabs(double);
float fabsf(float);
double cabs(double _Complex);
typedef unsigned u32;
typedef long ssize;
double f(int i, unsigned u, u32 v, ssize z, double d, float g, unsigned char c, double _Complex w, long long m) {
  double r = 0;
  r += fabs(i);
  r += fabs(i - z);
  r += abs(d);
  r += labs(d * 2);
  r += abs(u);
  r += abs(v);
  r += abs(v - i);
  r += abs(c);
  r += abs(z);
  r += labs(z);
  r += llabs(m);
  r += fabsf(d);
  r += fabsf(g);
  r += fabs(g);
  r += fabs(w);
  r += cabs(d);
  r += cabs(i);
  r += cabs(w);
  r += sizeof(fabs(i));
  return r;
}
