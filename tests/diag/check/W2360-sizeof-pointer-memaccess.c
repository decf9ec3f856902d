// options: -Wall
typedef __SIZE_TYPE__ size_t;
void *memset(void *, int, size_t);
void *memcpy(void *, const void *, size_t);
int memcmp(const void *, const void *, size_t);

struct node {
  struct node *next;
  int value;
};

void clear(struct node *n, char *text, struct node *from) {
  struct node local;
  char room[10];
  memset(n, 0, sizeof n);
  memset(text, 0, sizeof(text));
  memset(&local, 0, sizeof(&local));
  memcpy(n, from, sizeof(from));
  memset(n, 0, sizeof *n);
  memset(&local, 0, sizeof local);
  memset(room, 0, sizeof room);
  memcpy(n, &local, memcmp(n, from, sizeof n));
}
