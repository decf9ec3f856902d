// va_arg by the psABI: pairs are aligned, what is larger than two registers is a reference.
struct large { long a[3]; };
long f(int n, ...) {
  __builtin_va_list ap;
  __builtin_va_start(ap, n);
  long s = __builtin_va_arg(ap, int);
  s += (long)__builtin_va_arg(ap, long double);
  s += __builtin_va_arg(ap, struct large).a[1];
  __builtin_va_end(ap);
  return s;
}
