// options: -Wextra
int a[3] = { [0] = 1, [0] = 2 };
