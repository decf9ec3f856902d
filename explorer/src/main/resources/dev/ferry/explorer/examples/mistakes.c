// Mistakes: what the compiler says, and what it proposes
#include <stdio.h>

int main(void) {
  int count = 10
  unsigned limit = 5;
  if (count = 3) {
    prinft("%d\n", limt);
  }
  char *text = "abc" + "def";
  return "done";
}
