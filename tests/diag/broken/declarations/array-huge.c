int a[0x7fffffffffffffff];
