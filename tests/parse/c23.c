// options: -std=gnu2x
[[nodiscard("why"), gnu::aligned(8)]] int f(int) [[gnu::const]];
constexpr int n = 1'000;
auto x = 0xffwb; _BitInt(37) y; unsigned _BitInt(3) z;
enum e : unsigned char { A, B, };
bool b = true; void *p = nullptr;
typeof_unqual(n) u; static_assert(1);
int g(...) { l: int a = 0; switch (a) { case 1: } end: }
struct s { int a; } s = {};
alignas(8) thread_local int t;
[[maybe_unused]];
int h(void) { [[fallthrough]]; return (static int){3}; }
