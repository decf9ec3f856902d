#define F(..., a) a
int x;
