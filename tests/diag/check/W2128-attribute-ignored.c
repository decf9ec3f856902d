int x __attribute__((frobnicate));
__attribute__((interrupt)) void handler(void);
struct __attribute__((scalar_storage_order("big-endian"))) s { int x; };
