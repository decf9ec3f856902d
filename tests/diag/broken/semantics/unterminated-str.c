char *s = "abc;
int y;
