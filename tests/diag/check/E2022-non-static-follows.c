static int x;
int x;
