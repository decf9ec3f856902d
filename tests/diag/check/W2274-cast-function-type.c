// options: -Wextra
typedef int F(double); F *f(int (*p)(int)) { return (F *)p; }
