// options: -Wextra
struct in { int a, b; };
struct out { struct in i, j; int k[3]; };
union u { int a; struct in b; };
struct in again[] = { {1, 2}, {3, 4}, [0] = {5, 6}, {7, 8} };
struct in range[] = { [0 ... 9] = {1, 2}, [3] = {3, 4}, [4].a = 1 };
struct out out = { .i = {1, 2}, .i = {2, 3}, .j.a = 1, .j = {1, 2}, .k = {1, 2}, .k[1] = 3 };
int values[] = { 1, 2, [1 ... 3] = 9, [0 ... 1] = 8 };
union u member = { .a = 1, .b = {1, 2}, .b.b = 3 };
