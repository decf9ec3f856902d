// options: -Wall
int f(int a, int b, int c) { if (a = b) return 1; return a && b || c; }
int g(int a, int b) { return a << b + 1; }
int h(int a, int b) { return a & b == 1; }
int i(int a, int b, int c) { return a < b < c; }
int once(int a, int b, int c) { return a && b || b && c || c && a; }
int arithmetic(int a, int b, int c) { return a ^ b | b + c; }
int and(int a, int b, int c) { return a - b & c; }
int not(int a, int b) { return !a & b; }
// Not these.
int plain(int a, int b, int c) { return (a & b) + (a | c | !b) + (!a & !b) + (a & b & c); }
int truths(int i, int j, _Bool a, _Bool b) { a = b = 1; a = i = j; return a; }
