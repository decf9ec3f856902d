// options: -Wall -Wextra
struct tv {
  int a, b;
};
typedef struct tv tv_t;
typedef struct tv tv;
static const struct tv plain[] = {{1}};
const tv_t elements[] = {{1}};
tv_t object = {1};
volatile tv same = {1};
struct outer {
  const struct tv x;
  tv_t y;
} nested = {{1}, {1}};
