struct tree {
    int value;
    struct tree left;
    struct tree right;
};
