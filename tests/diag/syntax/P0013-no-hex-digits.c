char *s = "\xg";
