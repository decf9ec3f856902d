#include __FILE__
int x;
