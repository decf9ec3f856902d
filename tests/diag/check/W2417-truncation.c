// options: -Wall
char *strncpy(char *, const char *, unsigned long);
char buffer[8];
void longer(void) {
  strncpy(buffer, "123456789", 8);
  // Not these.
  strncpy(buffer, "123", 8);
  strncpy(buffer, "123", 0);
}
