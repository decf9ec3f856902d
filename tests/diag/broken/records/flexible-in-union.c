union u { int x; char data[]; };
