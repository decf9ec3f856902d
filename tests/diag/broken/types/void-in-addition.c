void report(void);
int main(void)
{
    return 1 + report();
}
