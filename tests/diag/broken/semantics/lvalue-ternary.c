int main(void) { int a, b; (1 ? a : b) = 3; return 0; }
