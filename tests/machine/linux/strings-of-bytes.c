// Arguments and variables are bytes: those that are no UTF-8 come through an execve.
// net: none
// expect:
// argument: a 377é  303, variable: X= 360 237
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void show(const char *text) {
  for (const unsigned char *c = (const unsigned char *) text; *c; c++) {
    if (*c == 0303 && c[1] == 0251) c++, printf("é ");
    else if (*c < 0200) putchar(*c);
    else printf(" %o", *c);
  }
}

int main(int count, char **arguments, char **variables) {
  if (count == 2) {
    printf("argument: ");
    show(arguments[1]);
    printf(", variable: ");
    show(variables[0]);
    putchar('\n');
    return 0;
  }
  char path[4096] = "";
  readlink("/proc/self/exe", path, sizeof path - 1);
  execve(path, (char *[]) {path, "a\377\303\251\303", 0}, (char *[]) {"X=\360\237", 0});
  perror("execve");
  return 1;
}
