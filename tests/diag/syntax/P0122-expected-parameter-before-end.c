#define F(
int x;
