int x __attribute__((vector_size(6)));
