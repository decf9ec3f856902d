int[10] table;
