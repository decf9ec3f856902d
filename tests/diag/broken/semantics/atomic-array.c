_Atomic int a[3]; _Atomic(int[3]) b;
