int x __attribute__((visibility("purple")));
