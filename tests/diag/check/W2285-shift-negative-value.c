// options: -Wextra
int x = -1 << 2;
