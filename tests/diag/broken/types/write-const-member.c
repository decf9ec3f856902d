struct config { const int size; int used; };
void f(struct config *c)
{
    c->size = 3;
}
