enum color { RED, GREEN, BLUE }

enum color favourite = GREEN;
