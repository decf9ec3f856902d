struct point {
public:
    int x;
};
