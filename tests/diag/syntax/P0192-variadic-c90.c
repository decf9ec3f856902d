// options: -std=gnu89 -pedantic
#define F(...) 1
int x = F();
