#define F(a b) a
int x;
