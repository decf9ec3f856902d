// options: -Wcast-qual
const int **f(int **p) { return (const int **)p; }
char **within(const char **p) { return (char **)p; }
// Not these.
typedef char Name[8];
const char *const *both(char **p) { return (const char *const *)p; }
Name *elements(const Name *p) { return (Name *)p; }
