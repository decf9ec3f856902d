// options: -std=c89
inline int f(void) { return 1; }
