// options: -Wunused-macros
#define UNUSED 1
int x;
