// options: -Wundef
#if NO_SUCH_MACRO
#endif
int x;
