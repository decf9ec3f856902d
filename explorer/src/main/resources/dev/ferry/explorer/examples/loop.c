// A loop that the optimiser knows the end of
int squares(void) {
  int total = 0;
  for (int i = 1; i <= 10; i++) {
    total += i * i;
  }
  return total;
}

int first(int count) {
  int total = 0;
  for (int i = 1; i <= count; i++) {
    total += 3 * i + 1;
  }
  return total;
}

int main(void) { return squares() + first(5); }
