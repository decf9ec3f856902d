// skip: interpreter
// <dlfcn.h> where there is nothing to load: each function says so once.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <string.h>
#include "check.h"

int main(void) {
  CHECK(1, !dlerror() && !dlopen("/no/such/library.so", RTLD_NOW | RTLD_GLOBAL));
  const char *message = dlerror();
  CHECK(2, message && strstr(message, "/no/such/library.so") && !dlerror());
  CHECK(3, !dlsym(RTLD_DEFAULT, "no_such_symbol") && (message = dlerror()) && strstr(message, "no_such_symbol"));
  return 0;
}
