enum color { RED = 1.5 };
