int x __attribute__((section(1)));
