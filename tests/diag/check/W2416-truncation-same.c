// options: -Wall
char *strncpy(char *, const char *, unsigned long);
char buffer[8];
void same(char *d) {
  strncpy(buffer, "12345678", 8);
  if (d)
    strncpy(d, "a", 1);
  // Not this.
  strncpy(buffer, "1234567", 8);
}
