#if 1)
#endif
int x;
