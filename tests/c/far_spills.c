// Spilled constants and copies of spilled values in a frame that is larger than an offset reaches.
#include "check.h"

static int next(const char **at) { return *(*at)++; }

static long *volatile kept;

static void keep(long *variable) { kept = variable; }

// Three hundred variables in memory, before which no slot of the frame lies.
#define IN_MEMORY(n) \
  long m##n = n; \
  keep(&m##n);
#define TEN(n) \
  IN_MEMORY(n##0) IN_MEMORY(n##1) IN_MEMORY(n##2) IN_MEMORY(n##3) IN_MEMORY(n##4) \
  IN_MEMORY(n##5) IN_MEMORY(n##6) IN_MEMORY(n##7) IN_MEMORY(n##8) IN_MEMORY(n##9)
#define HUNDRED(n) \
  TEN(n##0) TEN(n##1) TEN(n##2) TEN(n##3) TEN(n##4) TEN(n##5) TEN(n##6) TEN(n##7) TEN(n##8) TEN(n##9)

// Like the parsers of bison: a stack in the frame, many variables that live through everything.
static int machine(const char *text, int rounds) {
  short states[400];
  short *top = states;
  HUNDRED(1) HUNDRED(2) HUNDRED(3)
  int token = -2, state = 0;
  unsigned v0 = -2, v1 = -2, v2 = -2, v3 = -2, v4 = -2, v5 = -2, v6 = -2, v7 = -2, v8 = -2, v9 = -2, v10 = -2, v11 = -2, v12 = -2, v13 = -2, v14 = -2, v15 = -2, v16 = -2, v17 = -2, v18 = -2, v19 = -2, v20 = -2, v21 = -2, v22 = -2, v23 = -2;
  for (int i = 0; i < 400; i++) {
    states[i] = 0;
  }
again:
  *top = (short)state;
  if (token == -2) {
    token = next(&text);
    if (token == 0) {
      goto done;
    }
  }
  switch (token) {
    case 'a':
      v0 += v7;
      v6 += v13;
      v12 += v19;
      v18 += v1;
      v1 = -2;
      v10 = -2;
      v19 = -2;
      token = -2;
      state = 0;
      break;
    case 'b':
      v1 += v8;
      v7 += v14;
      v13 += v20;
      v19 += v2;
      v2 = -2;
      v11 = -2;
      v20 = -2;
      token = -2;
      state = 5;
      break;
    case 'c':
      v2 += v9;
      v8 += v15;
      v14 += v21;
      v20 += v3;
      v3 = -2;
      v12 = -2;
      v21 = -2;
      token = -2;
      state = 10;
      break;
    case 'd':
      v3 += v10;
      v9 += v16;
      v15 += v22;
      v21 += v4;
      v4 = -2;
      v13 = -2;
      v22 = -2;
      token = 'e';
      state = 15;
      keep(kept);
      goto again;
    case 'e':
      v4 += v11;
      v10 += v17;
      v16 += v23;
      v22 += v5;
      v5 = -2;
      v14 = -2;
      v23 = -2;
      token = -2;
      state = 20;
      break;
    case 'f':
      v5 += v12;
      v11 += v18;
      v17 += v0;
      v23 += v6;
      v6 = -2;
      v15 = -2;
      token = -2;
      state = 25;
      break;
    default:
      token = -2;
  }
  if (top < states + 399) {
    top++;
  }
  goto again;
done:
  if (rounds > 1) {
    v0 += machine("abcdef", rounds - 1);
  }
  return (int)(1u * v0 + 2u * v1 + 3u * v2 + 4u * v3 + 5u * v4 + 6u * v5 + 7u * v6 + 8u * v7 + 9u * v8 + 10u * v9 + 11u * v10 + 12u * v11 + 13u * v12 + 14u * v13 + 15u * v14 + 16u * v15 + 17u * v16 + 18u * v17 + 19u * v18 + 20u * v19 + 21u * v20 + 22u * v21 + 23u * v22 + 24u * v23 + state + states[17]);
}

int main(void) {
  CHECK(1, machine("abcdefxabcdefabccbafed", 3) == -9736);
  return 0;
}
