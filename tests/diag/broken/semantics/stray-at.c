int @x = 3;
