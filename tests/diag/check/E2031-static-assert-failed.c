_Static_assert(sizeof(int) == 8, "int is wide");
_Static_assert(0);
