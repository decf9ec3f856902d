int n = 3;
struct flags { int a : n; };
