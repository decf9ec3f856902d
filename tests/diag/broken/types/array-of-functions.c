int (table[3])(void);
