#include "tiny.h"
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#ifdef HAVE_STRNLEN
#include <string.h>
#endif

static int internal(int a) { return a; }

int tiny_add(int a, int b) { return internal(a) + b; }

const char *tiny_version(void) { return "1.2.3"; }
