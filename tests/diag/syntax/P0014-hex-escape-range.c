char *s = "\x123";
