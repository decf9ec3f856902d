// options: -Wextra
const int f(void);
