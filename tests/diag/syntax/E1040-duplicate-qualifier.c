// options: -std=gnu89 -pedantic
const const int x;
