#if 3 +
int x;
#endif
