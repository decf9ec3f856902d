// options: -pedantic
_Complex int z;
