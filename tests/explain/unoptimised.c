// options: -O0
// stages: ir,registers,assembly,words
extern int counter;

void add(short n) {
  counter += n;
}
