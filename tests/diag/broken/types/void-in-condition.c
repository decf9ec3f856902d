void report(void);
int main(void)
{
    if (report())
        return 1;
    return 0;
}
