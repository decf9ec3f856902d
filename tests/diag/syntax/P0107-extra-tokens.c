#ifdef A
#endif A
int x;
