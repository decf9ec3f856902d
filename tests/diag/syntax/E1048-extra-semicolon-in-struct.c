// options: -pedantic
struct s { int a;; };
