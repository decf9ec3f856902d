#define F(a, a) a
int x;
