static unsigned char cells[2][3 + 1;

typedef unsigned short small[;

static small first;

int main(void) {
  int local[3;
  cells[0][0] = 1;
  local[0] = first;
  return cells[1][1] + local[0];
}
