#define SHOW(a) #b
