// options: -pedantic
void f(void) {
  goto end;
end:
}
