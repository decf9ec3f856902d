#pragma push_macro(X)
int x;
