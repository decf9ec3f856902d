int primes[] = (2, 3, 5, 7);
int main(void)
{
    return primes[0];
}
