// _Atomic objects and __atomic/__sync builtins of every size.
// skip: rv32
#include "check.h"
#include <stdatomic.h>

struct pair { int a, b; };
struct three { int a, b, c; };
static _Atomic int ai = 5;
static _Atomic unsigned char ac = 250;
static _Atomic short as = -5;
static _Atomic long al = 1L << 40;
static _Atomic double ad = 1.5;
static _Atomic _Bool ab;
static _Atomic(int *) ap;
static _Atomic struct pair apair;
static _Atomic struct three athree;
static atomic_flag flag = ATOMIC_FLAG_INIT;

int main(void) {
  CHECK(1, ai++ == 5 && ai == 6 && --ai == 5 && (ai += 10) == 15 && (ai *= 2) == 30);
  CHECK(2, (ac += 10) == 4 && ac-- == 4 && ac == 3);
  CHECK(3, (as -= 32767) == (short)(-5 - 32767) && (as |= 1) & 1);
  CHECK(4, (al >>= 38) == 4 && (al ^= 7) == 3);
  CHECK(5, (ad += 2) == 3.5 && ad++ == 3.5 && ad == 4.5);
  CHECK(6, (ab = 5) == 1 && ab);
  int arr[4];
  ap = arr;
  ap++;
  CHECK(7, ap == arr + 1 && (ap += 2) == arr + 3 && ap-- == arr + 3);
  apair = (struct pair){1, 2};
  struct pair p = apair;
  CHECK(8, p.a == 1 && p.b == 2);
  athree = (struct three){1, 2, 3};
  struct three t = athree;
  CHECK(9, t.c == 3);
  CHECK(10, atomic_fetch_add(&ai, 3) == 30 && atomic_load(&ai) == 33);
  int want = 33;
  CHECK(11, atomic_compare_exchange_strong(&ai, &want, 40) && ai == 40);
  CHECK(12, !atomic_compare_exchange_strong(&ai, &want, 50) && want == 40);
  CHECK(13, atomic_exchange(&ai, 1) == 40 && ai == 1);
  CHECK(14, !atomic_flag_test_and_set(&flag) && atomic_flag_test_and_set(&flag));
  atomic_flag_clear(&flag);
  CHECK(15, !atomic_flag_test_and_set_explicit(&flag, memory_order_acquire));
  int x = 10;
  CHECK(16, __sync_fetch_and_add(&x, 5) == 10 && __sync_add_and_fetch(&x, 5) == 20);
  CHECK(17, __sync_bool_compare_and_swap(&x, 20, 21) && __sync_val_compare_and_swap(&x, 20, 22) == 21);
  CHECK(18, __sync_lock_test_and_set(&x, 1) == 21 && x == 1);
  __sync_lock_release(&x);
  CHECK(19, x == 0 && __atomic_fetch_nand(&x, 3, 0) == 0 && x == -1);
  unsigned short s = 0xfff0;
  CHECK(20, __atomic_add_fetch(&s, 0x20, __ATOMIC_RELAXED) == 0x10 && __atomic_or_fetch(&s, 3, 2) == 0x13);
  signed char c = -1;
  CHECK(21, __atomic_fetch_sub(&c, 127, __ATOMIC_SEQ_CST) == -1 && c == -128);
  unsigned char uc = 200;
  unsigned char expected = 200;
  CHECK(22, __atomic_compare_exchange_n(&uc, &expected, 10, 0, 5, 5) && uc == 10);
  struct pair q = {3, 4}, old;
  __atomic_exchange(&q, &p, &old, __ATOMIC_SEQ_CST);
  CHECK(23, old.a == 3 && q.b == 2);
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  __sync_synchronize();
  return 0;
}
