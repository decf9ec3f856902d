// options: -std=c2x
[[nodiscard] int f(void);
