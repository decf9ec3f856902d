// options: -Wunknown-pragmas
#pragma frobnicate on
int x;
