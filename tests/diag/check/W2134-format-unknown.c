// options: -Wall
int f(const char *s, ...) __attribute__((format(blurb, 1, 2)));
