#if __has_include(
#endif
int x;
