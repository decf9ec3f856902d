/* Atomic objects of sizes the machine has no instruction for (libatomic's names): a spin lock
 * chosen by address guards each. */

typedef unsigned long size_t;
typedef unsigned char byte;

enum { LOCK_COUNT = 64, CACHE_LINE = 64, SEQ_CST = 5 };

static struct {
  int held;
  char padding[CACHE_LINE - sizeof(int)];
} locks[LOCK_COUNT];

static int *lock(const volatile void *object) {
  int *held = &locks[((size_t)object >> 4) % LOCK_COUNT].held;
  while (__atomic_exchange_n(held, 1, 2)) {
    while (__atomic_load_n(held, 0)) {
    }
  }
  return held;
}

static void unlock(int *held) { __atomic_store_n(held, 0, 3); }

static void copy(volatile void *to, const volatile void *from, size_t size) {
  volatile byte *t = to;
  const volatile byte *f = from;
  for (size_t i = 0; i < size; i++) {
    t[i] = f[i];
  }
}

static int equal(const volatile void *a, const volatile void *b, size_t size) {
  const volatile byte *x = a, *y = b;
  for (size_t i = 0; i < size; i++) {
    if (x[i] != y[i]) {
      return 0;
    }
  }
  return 1;
}

/* The builtins have the same names: declare the functions under others. */
#define NAMED(name) __asm__(name)

void generic_load(size_t size, const volatile void *object, void *result, int order)
    NAMED("__atomic_load");
void generic_store(size_t size, volatile void *object, const void *value, int order)
    NAMED("__atomic_store");
void generic_exchange(
    size_t size, volatile void *object, const void *value, void *result, int order)
    NAMED("__atomic_exchange");
_Bool generic_compare_exchange(
    size_t size,
    volatile void *object,
    void *expected,
    const void *desired,
    int success,
    int failure) NAMED("__atomic_compare_exchange");
_Bool generic_is_lock_free(size_t size, const volatile void *object)
    NAMED("__atomic_is_lock_free");

void generic_load(size_t size, const volatile void *object, void *result, int order) {
  (void)order;
  int *held = lock(object);
  copy(result, object, size);
  unlock(held);
}

void generic_store(size_t size, volatile void *object, const void *value, int order) {
  (void)order;
  int *held = lock(object);
  copy(object, value, size);
  unlock(held);
}

void generic_exchange(
    size_t size, volatile void *object, const void *value, void *result, int order) {
  (void)order;
  int *held = lock(object);
  byte old[size];
  copy(old, object, size);
  copy(object, value, size);
  unlock(held);
  copy(result, old, size);
}

_Bool generic_compare_exchange(
    size_t size,
    volatile void *object,
    void *expected,
    const void *desired,
    int success,
    int failure) {
  (void)success;
  (void)failure;
  int *held = lock(object);
  _Bool same = equal(object, expected, size);
  if (same) {
    copy(object, desired, size);
  } else {
    copy(expected, object, size);
  }
  unlock(held);
  return same;
}

_Bool generic_is_lock_free(size_t size, const volatile void *object) {
  (void)object;
  return size <= sizeof(long) && (size & (size - 1)) == 0 && size != 0;
}

#if __riscv_xlen == 64

typedef unsigned __int128 u128;

u128 load_16(const volatile void *object, int order) NAMED("__atomic_load_16");
void store_16(volatile void *object, u128 value, int order) NAMED("__atomic_store_16");
u128 exchange_16(volatile void *object, u128 value, int order) NAMED("__atomic_exchange_16");
_Bool compare_exchange_16(
    volatile void *object, void *expected, u128 desired, int success, int failure)
    NAMED("__atomic_compare_exchange_16");

u128 load_16(const volatile void *object, int order) {
  u128 result;
  generic_load(16, object, &result, order);
  return result;
}

void store_16(volatile void *object, u128 value, int order) {
  generic_store(16, object, &value, order);
}

u128 exchange_16(volatile void *object, u128 value, int order) {
  u128 result;
  generic_exchange(16, object, &value, &result, order);
  return result;
}

_Bool compare_exchange_16(
    volatile void *object, void *expected, u128 desired, int success, int failure) {
  return generic_compare_exchange(16, object, expected, &desired, success, failure);
}

#define FETCH(name, expression)                                                               \
  u128 fetch_##name##_16(volatile void *object, u128 value, int order)                        \
      NAMED("__atomic_fetch_" #name "_16");                                                   \
  u128 name##_fetch_16(volatile void *object, u128 value, int order)                          \
      NAMED("__atomic_" #name "_fetch_16");                                                   \
  u128 fetch_##name##_16(volatile void *object, u128 value, int order) {                      \
    (void)order;                                                                              \
    volatile u128 *at = object;                                                               \
    int *held = lock(object);                                                                 \
    u128 old = *at;                                                                           \
    *at = expression;                                                                         \
    unlock(held);                                                                             \
    return old;                                                                               \
  }                                                                                           \
  u128 name##_fetch_16(volatile void *object, u128 value, int order) {                        \
    u128 old = fetch_##name##_16(object, value, order);                                       \
    return expression;                                                                        \
  }

FETCH(add, old + value)
FETCH(sub, old - value)
FETCH(and, old & value)
FETCH(or, old | value)
FETCH(xor, old ^ value)
FETCH(nand, ~(old & value))

#endif
