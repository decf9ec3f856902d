// options: -Wpedantic
union U { int a; }; union U f(int i) { return (union U)i; }
