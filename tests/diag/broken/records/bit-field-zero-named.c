struct flags { int a : 0; };
