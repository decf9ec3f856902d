int x;
int x(void);
