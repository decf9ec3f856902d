// options: -pedantic
int f(void) { return ({ 1; }); }
// Not these.
int inside(void) { return __extension__ (1 + ({ 2; })); }
int within_another(void) { return __extension__ ({ int a = __extension__ 1; ({ a; }); }); }
__extension__ int defined(int a) { return ({ a ?: 3; }); }
struct s { __extension__ int array[0]; };
