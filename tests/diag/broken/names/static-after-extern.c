extern int level;
static int level = 3;
