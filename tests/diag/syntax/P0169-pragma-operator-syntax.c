_Pragma(once)
int x;
