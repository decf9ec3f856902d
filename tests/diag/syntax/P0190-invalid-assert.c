#if #3
#endif
int x;
