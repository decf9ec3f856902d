// options: -O1
// stages: ir,registers,assembly,words
int eight(int x) {
  return x * 8;
}
