char *s = “hello”;
