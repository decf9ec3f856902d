// options: -pedantic
#include <a.h>
//@file inc/a.h
#include_next <a.h>
//@file sys/a.h
int x;
