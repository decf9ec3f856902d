#undef __FILE__
int x;
