double x = 1.5e+;
