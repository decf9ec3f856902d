#define F(1) 1
int x;
