typedef int number = 3;
