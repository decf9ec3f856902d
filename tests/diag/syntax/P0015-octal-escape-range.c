char *s = "\777";
