double x = 1.2.3;
