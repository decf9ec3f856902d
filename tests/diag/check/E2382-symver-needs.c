__attribute__((symver("a@V1"), symver("b@@V2"))) int several(void) { return 1; }
__attribute__((symver("a@V2"))) extern int another;
extern int another __attribute__((alias("value")));
int value;
__attribute__((symver("c@V1"))) int nowhere(void);
__attribute__((symver("d@V1"))) static int internal = 1;
__attribute__((symver("e@V1"), visibility("hidden"))) int hidden(void) { return internal; }
__attribute__((symver("a@V1"))) int again(void) { return 1; }
