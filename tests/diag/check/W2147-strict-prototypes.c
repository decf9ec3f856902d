// options: -Wstrict-prototypes -Wold-style-definition
int f();
int before(void);
int before() { return 1; }
int alone() { return 2; }
