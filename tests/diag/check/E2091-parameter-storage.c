int f(static int a);
