// options: -Wall
int count(int *values) {
  int own[10];
  int wrong = sizeof(values) / sizeof(values[0]) + sizeof values / sizeof *values;
  return wrong + sizeof own / sizeof own[0];
}
