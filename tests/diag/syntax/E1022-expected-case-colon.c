int f(int a, int b) {
  switch (a) { case 1 a = 2; }
  return a;
}
