#include <stdlib.h>
struct node { struct node *next; };
struct node *make(void)
{
    return malloc(sizeof(struct nod));
}
