union U { int a; }; union U f(double d) { return (union U)d; }
