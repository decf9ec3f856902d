stuct point { int x; };
