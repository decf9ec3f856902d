_Static_assert(sizeof(int) == 8, "int must have 8 bytes");
