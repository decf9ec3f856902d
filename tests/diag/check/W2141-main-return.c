// options: -Wall
void main(void) { }
