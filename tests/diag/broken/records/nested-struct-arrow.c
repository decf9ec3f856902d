struct engine { int power; };
struct car { struct engine engine; };
int f(struct car *c)
{
    return c->engine->power;
}
