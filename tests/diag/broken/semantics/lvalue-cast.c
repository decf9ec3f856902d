int main(void) { int x; (char)x = 3; return 0; }
