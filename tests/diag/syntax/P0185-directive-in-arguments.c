// options: -pedantic
#define F(a) a
int x = F(
#if 1
1
#endif
);
