// options: -include=first.h
#include "a.h"
#include <b.h>
#include "a.h"
#include "guarded.h"
#include "guarded.h"
#define NAME "a.h"
#include NAME
#define ANGLE <b.h>
#include ANGLE
int level = __INCLUDE_LEVEL__;
//@file first.h
int first;
//@file a.h
int a = __INCLUDE_LEVEL__;
//@file inc/b.h
int inc_b;
#include_next <b.h>
//@file sys/b.h
int sys_b;
//@file guarded.h
#ifndef GUARD
#define GUARD
int once;
#endif
