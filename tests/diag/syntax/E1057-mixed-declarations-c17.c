// options: -Wdeclaration-after-statement
int g(int);
int f(int a) {
  g(1);
  int b = 2;
  int c = 3;
  switch (a) {
    case 1:;
      int e = 3;
      return e;
  }
  typedef int number;
  number d = 4;
  return b + c + d;
}
