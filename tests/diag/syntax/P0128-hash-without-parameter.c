#define F(a) #b
int x;
