// options: -Wdate-time
char *s = __DATE__;
