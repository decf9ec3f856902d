#if defined(A || defined(B)
int x;
#endif
