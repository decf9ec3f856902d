void table[10];
