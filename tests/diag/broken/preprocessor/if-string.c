#define NAME "x"
#if NAME == "x"
int x;
#endif
