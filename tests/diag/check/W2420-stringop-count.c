// options: -O2
typedef unsigned long size_t;
char *strncat(char *, const char *, size_t);
size_t strlen(const char *);
char buffer[8];
void append(char *d, const char *text) {
  strncat(d, text, strlen(text));
  strncat(buffer, text, sizeof buffer);
  strncat(d, "abc", 3);
  // Not this.
  strncat(buffer, text, sizeof buffer - 1);
}
