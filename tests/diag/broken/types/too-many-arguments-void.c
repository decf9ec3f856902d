int next(void);
int main(void)
{
    return next(3);
}
