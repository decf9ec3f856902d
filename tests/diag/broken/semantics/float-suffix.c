double d = 1.5fl; int z = 3ulu;
