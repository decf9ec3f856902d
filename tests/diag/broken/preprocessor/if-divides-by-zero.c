#if 1 / 0
int x;
#endif
