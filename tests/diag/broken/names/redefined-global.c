int limit = 1;
int limit = 2;
