int (*p)[]; int (*f(void))[] { return p + 1; }
