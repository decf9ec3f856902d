// options: -Wpedantic
int g(void);
void *p = g;
