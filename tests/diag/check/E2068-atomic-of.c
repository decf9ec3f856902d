_Atomic(int[3]) x;
