enum color { RED = "red" };
