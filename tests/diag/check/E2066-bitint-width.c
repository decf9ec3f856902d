// options: -std=c23
int n; _BitInt(n) x;
