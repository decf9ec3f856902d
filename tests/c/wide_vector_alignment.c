// _Alignof of vectors wider than 16 bytes is 16 unless an attribute asks for more; __alignof__ tells theirs (gcc).
typedef long wide __attribute__((vector_size(32)));

struct plain {
  char c;
  wide x;
};
struct asked {
  char c;
  wide x __attribute__((aligned(64)));
};
struct beside {
  wide x;
  _Alignas(8) char c;
};
struct lower {
  char c;
  wide x __attribute__((aligned(1)));
};
struct inside {
  struct asked a[2];
  wide x;
};
union either {
  char c;
  const wide x[2];
};

#define IS(type, least, preferred)             \
  _Static_assert(_Alignof(type) == least, ""); \
  _Static_assert(__alignof__(type) == preferred, "")
IS(wide, 16, 32);
IS(wide[3], 16, 32);
IS(struct plain, 16, 32);
IS(struct asked, 64, 64);
IS(struct beside, 32, 32);
IS(struct lower, 16, 32);
IS(struct inside, 64, 64);
IS(union either, 16, 32);
IS(long double, 16, 16);

int main(void) { return __builtin_offsetof(struct plain, x) == 32 ? 0 : 1; }
