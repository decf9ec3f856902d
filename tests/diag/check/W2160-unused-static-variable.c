// options: -Wall
static int x;
