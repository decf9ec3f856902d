struct big { long a[5]; int n; };
int use(struct big b, int rows, int cols, int m[rows][cols]) {
  int copy[rows][cols];
  for (int i = 0; i < rows; i++)
    for (int j = 0; j < cols; j++) copy[i][j] = m[i][j] + (int) b.a[j];
  return copy[1][1] + b.n;
}
int main(void) {
  struct big b = {{1, 2, 3, 4, 5}, 6};
  int m[2][3] = {{1, 2, 3}, {4, 5, 6}};
  return use(b, 2, 3, m);
}
