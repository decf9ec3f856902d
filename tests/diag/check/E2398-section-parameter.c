void f(int x __attribute__((section("a")))) {}
