// expect-output: gave up with 3
// Calls through pointers that never return: what follows them is not reached.
#include <stdio.h>
#include <stdlib.h>

typedef __attribute__((noreturn)) void (*Handler)(int);

struct hooks {
  void (*fail)(int) __attribute__((noreturn));
};

static void leave(int code) {
  printf("gave up with %d\n", code);
  exit(0);
}

static Handler handler = (Handler)leave;
static struct hooks hooks = {(Handler)leave};

static int pick(int n) {
  if (n > 5) {
    handler(n);
  }
  hooks.fail(n);
}

int main(void) {
  return pick(3);
}
