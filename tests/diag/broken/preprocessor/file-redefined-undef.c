#undef defined
int x;
