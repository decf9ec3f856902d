struct point {
    int x = 0;
    int y = 0;
};
