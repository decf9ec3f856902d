// options: -Wredundant-decls
extern int x;
extern int x;
