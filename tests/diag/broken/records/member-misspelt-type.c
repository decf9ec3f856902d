struct s {
    int x;
    dobule y;
};
