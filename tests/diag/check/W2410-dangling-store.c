// options: -Wall
int *global;
struct s { char *name; };
void stored(void) {
  int x = 1;
  global = &x;
}
void parameter(int **p) {
  int x = 1;
  *p = &x;
}
void member(struct s *s) {
  char text[3] = "a";
  s->name = text;
}
// Not these.
void work(void);
void used(void) {
  int x = 1;
  global = &x;
  work();
}
void reset(void) {
  int x = 1;
  global = &x;
  global = 0;
}
void local(void) {
  int x = 1, *p, **pp = &p;
  *pp = &x;
}
