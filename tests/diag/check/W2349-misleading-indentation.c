// options: -Wall
int f(int a) {
  if (a)
    a++;
    a--;
  return a;
}
