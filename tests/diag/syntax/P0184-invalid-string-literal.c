#define S(x) #x
char *s = S(\);
