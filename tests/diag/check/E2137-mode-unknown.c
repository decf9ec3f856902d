int x __attribute__((mode(ZZ)));
