struct flags { float a : 3; };
