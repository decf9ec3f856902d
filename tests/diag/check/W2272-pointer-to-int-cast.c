enum color { RED };
int f(int *p) { return (int)p; }
enum color g(void *p) { return (enum color)p; }
_Bool h(void *p) { return (_Bool)p; }
