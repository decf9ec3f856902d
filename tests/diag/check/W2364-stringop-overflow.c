void *memcpy(void *, const void *, unsigned long);
void f(void) {
  char b[4];
  memcpy(b, "hello world", 8);
}
