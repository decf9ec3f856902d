int f(a) 3; {}
