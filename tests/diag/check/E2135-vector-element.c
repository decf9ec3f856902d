struct S { int a; };
struct S x __attribute__((vector_size(16)));
