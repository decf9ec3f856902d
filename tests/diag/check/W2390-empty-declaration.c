int f(void) {
  register;
  return 0;
}
static;
