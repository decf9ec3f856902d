double d = 1e999;
