enum color { RED, GREEN };
int RED = 3;
