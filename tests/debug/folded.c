// Every read of the table becomes a number and the table goes: no debugger finds it, and no relocation may name it.
static const int table[4] = {1, 2, 3, 4};
int main(int argc, char **argv) {
  argc += table[0] + table[3];
  return argc != 6 || !argv;
}
