#ifndef _ALLOCA_H
#define _ALLOCA_H
#undef alloca
#define alloca __builtin_alloca
#endif
