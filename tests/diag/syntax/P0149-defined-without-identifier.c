#if defined 3
#endif
int x;
