// options: -Wextra
int x = -1 << 2;
unsigned sign_extended(unsigned d, int n) {
  d |= (-1) << n;
  d |= (-1U) << n;
  return d + ((~0) << n);
}
