struct p { const int x; };
int main(void) { struct p a = { 1 }; a.x = 2; return 0; }
