int x = 3 \ 4;
