// An alignment that a typedef asks for belongs to its type, below the natural one too; packing ends it, a further typedef replaces it.
// expect-output: 5 6 32 8 1 2 16
// expect-output: 5 9 16 6
// expect-output: 4 8 16 16
// expect-output: 67305985 50462976 3
#include <stddef.h>
#include <stdio.h>

typedef int byte_int __attribute__((aligned(1)));
typedef int half_int __attribute__((aligned(2)));
typedef int wide_int __attribute__((aligned(16)));
typedef byte_int again __attribute__((aligned(4)));
typedef wide_int narrower __attribute__((aligned(2)));
typedef int vector __attribute__((vector_size(16), aligned(1)));

struct bytes { char c; byte_int x; };
struct halves { char c; half_int x; };
struct wide { char c; wide_int x; };
struct replaced { char c; again x; };
struct packed_wide { char c; wide_int x; } __attribute__((packed));
struct own { char c; wide_int x __attribute__((aligned(2))); };
struct reduced { char c; narrower x; };
struct fields { int a : 3; byte_int b : 3; };
struct wide_fields { int a : 3; __attribute__((unused)) long filler; };
struct at_boundary { char a : 3; wide_int b : 3; };

static unsigned char memory[40] = {0, 1, 2, 3, 4};

__attribute__((noinline)) static int load(const byte_int *p) { return *p; }
__attribute__((noinline)) static void store(byte_int *p, int value) { *p = value; }
__attribute__((noinline)) static int lane(const vector *p) { return (*p)[0]; }

int main(void) {
  printf("%zu %zu %zu %zu %zu %zu %zu\n", sizeof(struct bytes), sizeof(struct halves), sizeof(struct wide), sizeof(struct replaced),
         _Alignof(struct bytes), _Alignof(struct halves), _Alignof(struct wide));
  printf("%zu %zu %zu %zu\n", sizeof(struct packed_wide), sizeof(struct bytes[2]) - 1, offsetof(struct own, x), sizeof(struct reduced));
  printf("%zu %zu %zu %zu\n", sizeof(struct fields), offsetof(struct wide_fields, filler), sizeof(struct at_boundary) / 2,
         _Alignof(struct at_boundary));
  int first = load((const byte_int *)(memory + 1));
  store((byte_int *)(memory + 9), 50462976);
  printf("%d %d %d\n", first, load((const byte_int *)(memory + 9)), lane((const vector *)(memory + 12)));
  return 0;
}
