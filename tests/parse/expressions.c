struct s { int a, b[3]; } s, *p;
typedef char T;
int g(int, ...);
int f(int a, int b, __builtin_va_list ap) {
  a = b = a + b * 2 - -a / ~b % !a << 1 >> 2 < 3 > 4 <= 5 >= 6 == 7 != 8 & 9 ^ 10 | 11 && 12 || 13, a;
  a += b -= a *= b /= a %= b <<= a >>= b &= a ^= b |= 1;
  a = a ? b : a ? : b;
  a = s.a + p->b[2] + (*p).a + ++a - b-- + *&a + sizeof a + sizeof(T) + sizeof(int *[3]) + _Alignof(long);
  a = (T) a + (T){1} + ((struct s){ .a = 1, .b[1] = 2 }).a;
  g(1, "a" "b", L"w", u8"8", 'c', L'w', '\n', 1.5f, 0x1p3, 1e10L, 077, 0x1fUL, 10LL, 0b11, 2i);
  a = _Generic(a, int: 1, T *: 2, default: 3);
  a = __builtin_va_arg(ap, int) + __builtin_offsetof(struct s, b[1]);
  a = __builtin_choose_expr(1, a, b) + __builtin_types_compatible_p(int, T);
  a = ({ int y = a; y + 1; }) + __real__ 2i + __extension__ 3 + (a, b);
  void *l = &&here;
here:
  return a;
}
