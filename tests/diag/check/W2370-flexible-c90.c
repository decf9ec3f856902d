// options: -std=gnu90 -Wpedantic
struct s { int n; char text[]; };
