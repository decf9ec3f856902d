struct s { int a; }
int f(void);
