auto int x = 3;
