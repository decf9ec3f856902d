struct s { int a; }; struct t { int a; }; int main(void) { struct s x; struct t y; x = y; return 0; }
