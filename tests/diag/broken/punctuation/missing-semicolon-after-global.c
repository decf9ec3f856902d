int counter = 0

void tick(void)
{
    counter++;
}
