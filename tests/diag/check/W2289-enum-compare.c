// options: -Wall
enum A { X }; enum B { Y }; int f(enum A a, enum B b) { return a == b; }
