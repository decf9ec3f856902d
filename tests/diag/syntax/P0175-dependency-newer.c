#pragma GCC dependency "newer.h"
int x;
//@file newer.h
