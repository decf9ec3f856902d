void report(void);
int square(int x);
int main(void)
{
    return square(report());
}
