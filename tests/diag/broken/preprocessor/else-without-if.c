int x;
#else
int y;
#endif
