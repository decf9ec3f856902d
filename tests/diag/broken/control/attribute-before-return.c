int first(int x) {
  [[]] return x;
}

int second(int x) {
  __attribute__((unused)) return x;
}
