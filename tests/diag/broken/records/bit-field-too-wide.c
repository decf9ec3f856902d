struct flags { unsigned char a : 9; };
