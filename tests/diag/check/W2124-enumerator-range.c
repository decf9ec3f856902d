// options: -Wpedantic
enum { A = 0x100000000 };
