int main(void) { const int a[3] = {1,2,3}; a[1] = 4; return 0; }
