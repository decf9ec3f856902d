// options: -Wstrict-prototypes
int f();
