typedef static int number;
