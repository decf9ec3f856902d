/* Programs are linked statically: there is nothing to load, and each function says so. */
#ifndef _DLFCN_H
#define _DLFCN_H
#include <features.h>
#define RTLD_LAZY 1
#define RTLD_NOW 2
#define RTLD_LOCAL 0
#define RTLD_GLOBAL 0x100
#define RTLD_NOLOAD 4
#define RTLD_NODELETE 0x1000
#ifdef _GNU_SOURCE
#define RTLD_DEEPBIND 8
#define RTLD_NEXT ((void *)-1L)
#define RTLD_DEFAULT ((void *)0)
#endif
#ifdef _DEFAULT_SOURCE
typedef struct {
  const char *dli_fname;
  void *dli_fbase;
  const char *dli_sname;
  void *dli_saddr;
} Dl_info;
int dladdr(const void *, Dl_info *);
#endif
void *dlopen(const char *, int);
int dlclose(void *);
void *dlsym(void *__restrict, const char *__restrict);
char *dlerror(void);
#ifdef _GNU_SOURCE
void *dlvsym(void *__restrict, const char *__restrict, const char *__restrict);
#endif
#endif
