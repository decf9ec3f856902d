// options: -Wall
static int main(void) { return 0; }
