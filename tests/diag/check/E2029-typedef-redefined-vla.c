void f(int n) { typedef int T[n]; typedef int T[n]; }
