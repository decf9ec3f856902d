int restrict x;
