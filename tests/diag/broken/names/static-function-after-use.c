int helper(int);
static int helper(int x) { return x; }
