#if defined(X
#endif
int x;
