#include_next <a.h>
//@file sys/a.h
int x;
