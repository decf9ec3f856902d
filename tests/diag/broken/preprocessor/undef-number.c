#undef 3
int x;
