enum colour { RED, GREEN };

enum colour f(int *p, enum colour c, _Bool b) {
    p = c;
    c = p;
    p = b;
    b = p;
    return p;
}
