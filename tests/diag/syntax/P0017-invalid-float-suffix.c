float x = 1.5q7;
