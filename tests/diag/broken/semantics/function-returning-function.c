int f(void)(int);
