#pragma GCC warning "do not use this"
int x;
