// options: -Wall
int main(int argc) { return argc; }
