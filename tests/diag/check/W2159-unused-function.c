// options: -Wall
static int g(void) { return 1; }
