int h;
int x __attribute__((alias("h"))) = 3;
