#ifdef
int x;
#endif
