#define F(a
int x;
