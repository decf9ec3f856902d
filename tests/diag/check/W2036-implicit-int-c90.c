// options: -std=gnu89 -Wall
static x;
