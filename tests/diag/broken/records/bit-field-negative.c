struct flags { int a : -1; };
