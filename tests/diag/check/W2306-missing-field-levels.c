// options: -Wextra
struct in { int a, b; };
struct out { struct in i, j; int k, l; };
// Within what has designators, nothing is missing.
struct out designated[] = { [0] = { {1}, {2, 3} }, { {1} } };
struct out member = { .i = {1}, {1} };
struct { struct out o[2]; int z; } deep = { .o = {{{1}}} };
// Before the first designator, and without braces.
struct out mixed = { {1}, .j = {1} };
struct in elided[2] = { 1, 2, 3 };
struct out wholes[2] = { {1, 2, 3}, {1} };
// Zeros clear.
struct out cleared = { 0 };
struct out most[2] = { {1, 2, 3, 0} };
