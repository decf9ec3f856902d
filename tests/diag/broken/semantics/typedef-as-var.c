typedef int t; int main(void) { t = 3; return 0; }
