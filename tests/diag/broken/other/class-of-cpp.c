class Point {
public:
    int x;
};
