// options: -Wvla
int f(int n) { int a[n]; return sizeof a; }
