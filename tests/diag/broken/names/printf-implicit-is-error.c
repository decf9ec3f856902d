// options: -Werror=implicit-function-declaration
int main(void)
{
    printf("hello\n");
    return 0;
}
