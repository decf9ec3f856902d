int count;
int count(void) { return 1; }
