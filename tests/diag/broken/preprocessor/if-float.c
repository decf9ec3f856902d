#if 1.5 > 1
int x;
#endif
