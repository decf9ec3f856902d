void *p = &&l;
