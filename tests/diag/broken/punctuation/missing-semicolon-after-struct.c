struct point {
    int x, y;
}

int norm(struct point p)
{
    return p.x * p.x + p.y * p.y;
}
