// Which variable lives where: a few values at once
int mix(int a, int b, int c, int d) {
  int x = a * b;
  int y = c * d;
  int z = a + d;
  return x + y * z;
}

int main(void) { return mix(1, 2, 3, 4); }
