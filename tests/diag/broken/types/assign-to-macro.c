#define LIMIT 10
void f(void)
{
    LIMIT = 20;
}
