int table[10 = { 0 };
