int f(void) { if (1) { return 1; 
int g(void) { return 2; }
