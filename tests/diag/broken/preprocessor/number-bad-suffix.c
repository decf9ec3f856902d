int x = 10km;
