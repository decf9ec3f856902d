typedef int table_size;
int f(void) { return table_siz; }
