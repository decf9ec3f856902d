int base = 3;
enum color { RED = base };
