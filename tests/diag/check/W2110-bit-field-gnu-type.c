// options: -std=gnu89 -Wpedantic
struct S { char a : 3; };
