char *s = "\ud800";
