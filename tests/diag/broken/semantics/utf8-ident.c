int größe = 3; int ×y = 4;
