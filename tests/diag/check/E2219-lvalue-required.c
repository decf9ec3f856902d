int f(int a) { 1 = a; a++ = 1; (a + 1)++; return &1; }
