int table[MAX_SIZE];
