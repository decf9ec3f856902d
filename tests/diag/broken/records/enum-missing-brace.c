enum color { RED, GREEN;
