int main(void) { "abc"[0] = 'x'; "abc" = 0; return 0; }
