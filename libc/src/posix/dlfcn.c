/* Dynamic loading in programs that are linked statically: it fails, and dlerror says why. */
#include <dlfcn.h>
#include <stdio.h>

static _Thread_local char message[256];
static _Thread_local int pending;

static void *fail(const char *what, const char *name) {
  snprintf(message, sizeof message, "%s%s: the program is linked statically", what, name ? name : "main program");
  pending = 1;
  return 0;
}

void *dlopen(const char *name, int mode) {
  (void)mode;
  return fail("cannot load ", name);
}
void *dlsym(void *restrict handle, const char *restrict name) {
  (void)handle;
  return fail("undefined symbol: ", name);
}
void *dlvsym(void *restrict handle, const char *restrict name, const char *restrict version) {
  (void)version;
  return dlsym(handle, name);
}
int dlclose(void *handle) {
  (void)handle;
  fail("invalid handle", "");
  return -1;
}
int dladdr(const void *address, Dl_info *info) {
  (void)address;
  (void)info;
  return 0;
}

char *dlerror(void) {
  if (!pending) return 0;
  pending = 0;
  return message;
}
