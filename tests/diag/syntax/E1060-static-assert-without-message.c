// options: -pedantic
_Static_assert(1);
