// options: -pedantic
#define F(args...) 1
int x = F();
