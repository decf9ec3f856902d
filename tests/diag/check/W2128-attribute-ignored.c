int x __attribute__((frobnicate));
