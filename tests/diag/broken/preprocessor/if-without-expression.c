#if
int x;
#endif
