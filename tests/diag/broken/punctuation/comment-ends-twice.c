int main(void)
{
    /* outer /* inner */ still */
    return 0;
}
