#include <stdio.h>
#include <stdlib.h>
typedef struct node { int key; struct node *left, *right } node;
static int count(const node *n) { return n ? 1 + count(n->left) + count(n->rigth) : 0; }
int main(int argc, char *argv[]) {
  node *root = malloc(sizeof *root;
  for (int i = 0; i < 10; i++ {
    printf("%d %s\n", i);
  }
  char *s = 'hello';
  switch (argc) { case 1: break; case 1: return 2; }
  undeclared(3);
  root->key = "x";
  return count(root)
}
