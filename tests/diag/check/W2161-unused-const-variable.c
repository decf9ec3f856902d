// options: -Wunused-const-variable
static const int x = 1;
