// options: -std=gnu89 -pedantic
enum { A, };
