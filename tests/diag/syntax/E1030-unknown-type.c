int f(void);
completely_unknown x;
