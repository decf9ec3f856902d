int a;
#define F x \