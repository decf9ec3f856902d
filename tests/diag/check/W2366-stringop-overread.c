void *memcpy(void *, const void *, unsigned long);
void f(void) {
  char b[20];
  memcpy(b, "hello", 8);
}
