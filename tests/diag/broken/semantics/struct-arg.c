struct s { int a; }; int f(struct s v); int main(void) { return f(3); }
