void f(_Alignas(16) int x) {}
typedef _Alignas(16) int t;
_Alignas(16) int g(void);
_Alignas(16) int g(void) { return 0; }
struct s { _Alignas(16) int x : 3; };
int h(void) { register _Alignas(16) int x = 0; return x; }
