// options: -Wall
static int g(void);
