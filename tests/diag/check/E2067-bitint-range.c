// options: -std=c23
_BitInt(1) x;
