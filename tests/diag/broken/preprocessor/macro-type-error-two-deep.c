struct queue { int items; };
#define ITEMS(q) ((q)->itmes)
#define EMPTY(q) (ITEMS(q) == 0)
int f(struct queue *q)
{
    return EMPTY(q);
}
