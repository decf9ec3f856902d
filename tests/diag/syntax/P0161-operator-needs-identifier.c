#if __has_attribute(3)
#endif
int x;
