struct { int a; };
