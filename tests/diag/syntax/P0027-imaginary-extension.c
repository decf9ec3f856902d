// options: -pedantic
_Complex double z = 2i;
