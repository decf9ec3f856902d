// options: -P
#define X 1
#pragma push_macro("X")
#undef X
#define X 2
int two = X;
#pragma pop_macro("X")
int one = X;
#define P(x) _Pragma(#x) int after_ ## x;
P(weak)
#define N 4
#pragma pack(push, N)
#pragma GCC diagnostic ignored "-Wundef"
_Pragma("GCC poison bad") int last;
