typedef int V __attribute__((vector_size(16))); V f(double d) { return (V)d; }
