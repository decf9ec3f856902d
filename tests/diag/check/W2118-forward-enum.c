// options: -Wpedantic
enum E *p;
