int f(int);
char *g(int);
char *(*k(void))(int);
char *(*array)[3];
int (*(*result)(void))[4];
int *(*(*nested)[2])(int);
char *(*const constant)(int) = g;
void t(int *p) {
  p = f;
  p = g;
  p = k;
  p = array;
  p = result;
  p = nested;
  p = &constant;
}
