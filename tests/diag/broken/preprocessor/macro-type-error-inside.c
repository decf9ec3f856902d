#define FIRST(list) ((list)->first)
struct list { int head; };
int f(struct list *l)
{
    return FIRST(l);
}
