struct base { int x; };
struct derived : base {
    int y;
};
