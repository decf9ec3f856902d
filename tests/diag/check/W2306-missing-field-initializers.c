// options: -Wextra
struct S { int a, b; } s = { 1 };
#define PART(x) { x }
struct pair { int first, second; } pairs[] = {
  PART(1),
  PART(2),
};
