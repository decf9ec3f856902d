int strlen(int);
