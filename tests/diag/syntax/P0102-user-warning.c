#warning old
int x;
