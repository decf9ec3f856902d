static x;
