// options: -Wall -O2
typedef unsigned long size_t;
char *strncpy(char *, const char *, size_t);
char buffer[8];
struct s { char name[10]; } s;
void use(char *);
void whole(const char *text, struct s *p) {
  strncpy(buffer, text, sizeof buffer);
  use(buffer);
  strncpy(p->name, text, sizeof p->name);
  use(p->name);
}
// Not these.
void ended(const char *text, struct s *p) {
  strncpy(buffer, text, sizeof buffer);
  buffer[7] = 0;
  strncpy(p->name, text, sizeof p->name);
  p->name[9] = '\0';
  strncpy(buffer, text, sizeof buffer - 1);
  char small[4] = "abc";
  strncpy(buffer, small, sizeof buffer);
}
