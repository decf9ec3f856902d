// 128-bit integers are two limbs; division is the runtime's, long double is all the runtime's.
__int128 f(__int128 a, __int128 b) { return (a + b) / 3; }
int less(unsigned __int128 a, unsigned __int128 b) { return a < b; }
long double g(long double x, int n) { return x * n; }
