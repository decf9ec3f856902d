typedef int V __attribute__((vector_size(16))); typedef int W __attribute__((vector_size(8))); V f(W w) { return (V)w; }
