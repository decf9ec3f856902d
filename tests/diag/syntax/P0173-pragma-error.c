#pragma GCC error "not here"
int x;
