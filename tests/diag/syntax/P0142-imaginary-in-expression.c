#if 1i
#endif
int x;
