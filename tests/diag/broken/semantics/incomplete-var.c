struct nope; int main(void) { struct nope x; return 0; }
