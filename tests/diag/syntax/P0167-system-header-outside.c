#pragma GCC system_header
int x;
