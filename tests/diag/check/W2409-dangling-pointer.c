// options: -Wall
int block(void) {
  int *p;
  {
    int x = 3;
    p = &x;
  }
  return *p;
}
char array(int c) {
  char *s = "x";
  if (c) {
    char text[4] = "yes";
    s = text + 1;
    c = *s;
  }
  {
    char other[4] = "no";
    s = other;
  }
  return s[0];
}
char *through(void) {
  char text[10], *p = text;
  *p = 0;
  return p + 1;
}
// Not these.
int inside(int c) {
  int *p = &c;
  for (int i = 0; i < 3; i++) {
    int x = i;
    p = &x;
    c += *p;
  }
  p = &c;
  return *p;
}
int perhaps(int c) {
  int y = 1, *p = &y;
  if (c) {
    int x = 2;
    p = &x;
    c = *p;
    p = &y;
  }
  return *p;
}
int kept(void) {
  int *p;
  {
    static int x = 3;
    p = &x;
  }
  return *p;
}
