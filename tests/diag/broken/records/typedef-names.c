#include <stddef.h>
typedef struct point { int x, y; } point;
typedef unsigned long count;
typedef int (*handler)(int);
struct shape { point corner; handler on_click; };
void move(point *p, count n, handler h);

int f(point *p, count n, size_t size, struct shape *s, char *text) {
    move(text, p, n);
    p = text;
    n = p;
    s->on_click = text;
    s->corner = *s;
    s->corner.z = 3;
    *p + 1;
    *n;
    n->x = 1;
    return p->corner + size;
}
