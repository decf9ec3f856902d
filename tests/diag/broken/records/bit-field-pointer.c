struct flags { char *a : 3; };
