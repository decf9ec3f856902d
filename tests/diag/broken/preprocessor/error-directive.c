#ifndef CONFIGURED
#error "run configure first"
#endif
int x;
