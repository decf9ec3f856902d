int n;
_Static_assert(n == 0, "n is zero");
