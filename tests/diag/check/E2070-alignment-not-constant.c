int n; _Alignas(n) int x;
