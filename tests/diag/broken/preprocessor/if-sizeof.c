#if sizeof(int) == 4
int x;
#endif
