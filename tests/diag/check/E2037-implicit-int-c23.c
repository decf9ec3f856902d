// options: -std=gnu23
static x;
