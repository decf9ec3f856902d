#define VERSION 2
#if VERSION = 2
int x;
#endif
