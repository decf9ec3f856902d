typedef struct FILE FILE;
void *malloc(unsigned long);
void free(void *);
FILE *fopen(const char *, const char *);
FILE *popen(const char *, const char *);
int fclose(FILE *);
int pclose(FILE *);
void my_free(void *);
__attribute__((malloc(my_free, 1))) void *my_alloc(void);
void file(void) {
  FILE *f = fopen("a", "r");
  free(f);
}
void pipe(void) {
  FILE *f = popen("ls", "r");
  fclose(f);
}
void own(void) {
  char *p = my_alloc();
  free(p);
}
void middle(void) {
  char *p = malloc(5), *q = p + 2;
  free(q);
}
void local(void) {
  int a[3], *p = a;
  free(p);
}
void other(void) {
  void *p = malloc(3);
  my_free(p);
}
void behind(char *p) {
  p++;
  free(p);
}
// Not these.
void fits(void) {
  pclose(popen("ls", "r"));
  FILE *f = fopen("a", "r");
  fclose(f);
  my_free(my_alloc());
}
void before(char *p) {
  p--;
  free(p);
}
void somewhere(char *p) {
  while (*p)
    p++;
  free(p);
}
