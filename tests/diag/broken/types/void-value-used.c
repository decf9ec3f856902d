void report(int x) { (void)x; }
int main(void)
{
    int r = report(3);
    return r;
}
