// options: -pedantic
char *s = "\e[0m";
