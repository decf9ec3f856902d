int main(void)
{
    int done = true;
    return done;
}
