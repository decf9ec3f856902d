struct s {
    x;
    int y;
};
