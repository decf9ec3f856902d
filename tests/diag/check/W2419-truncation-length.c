// options: -Wall -O2
typedef unsigned long size_t;
char *strncpy(char *, const char *, size_t);
size_t strlen(const char *);
void use(char *);
void copy(char *d, const char *text) {
  strncpy(d, text, strlen(text));
  use(d);
  // Not this.
  strncpy(d, text, strlen(text) + 1);
}
