extern int x = 1;
