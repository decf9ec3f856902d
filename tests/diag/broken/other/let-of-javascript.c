int main(void)
{
    let x = 3;
    return x;
}
