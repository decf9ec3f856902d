#pragma GCC poison gets
char *gets(char *s);
