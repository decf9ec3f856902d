// Structs by value are addresses with a layout; results go to memory of the caller.
struct pair { float x; int n; };
struct big { long a[5]; };
struct pair swap(struct pair p);
struct big make(int n);
int use(void) {
  struct pair p = {1.5f, 2};
  p = swap(p);
  struct big b = make(p.n);
  return b.a[2];
}
