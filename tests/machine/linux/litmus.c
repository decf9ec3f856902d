// The common shapes of RVWMO's litmus tests with fences, AMOs, LR/SC and dependencies: no forbidden outcome (count 0).
//   litmus [ROUNDS]     (bench/threads runs many)
// net: none
// expect:
// MP+fences 0
// MP+fence+addr 0
// MP+amo.rl+amo.aq 0
// MP+fence+ctrl+fence.r.r 0
// SB+fences 0
// SB+amos.aqrl 0
// LB+data 0
// LB+ctrl 0
// LB+fences 0
// 2+2W+fences 0
// S+fence+data 0
// R+fences 0
// CoRR 0
// CoWR 0
// CoRW 0
// IRIW+fences 0
// IRIW+amos.aqrl 0
// WRC+fence+addr 0
// LR/SC atomic 0
// spin on a plain load 0
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define SLOTS 512
typedef struct { volatile int x, pad1[15], y, pad2[15], z, pad3[15]; } Slot;
static Slot slots[SLOTS];
static int r[4][2][SLOTS];
static volatile int arrived, generation;
static int rounds, threads;

typedef void Body(Slot *s, int *a, int *b);
#define T(name, code, ...) static void name(Slot *s, int *a, int *b) { int p = 0, q = 0, t = 0; asm volatile(code : "+&r"(p), "+&r"(q), "+&r"(t) : "r"(&s->x), "r"(&s->y), "r"(1), "r"(2) : "memory"); *a = p; *b = q; }
// %0, %1 results; %2 scratch; %3 x, %4 y; %5 one, %6 two
T(wx_f_wy, "sw %5, (%3)\n fence w,w\n sw %5, (%4)")
T(ry_f_rx, "lw %0, (%4)\n fence r,r\n lw %1, (%3)")
T(ry_addr_rx, "lw %0, (%4)\n xor %2, %0, %0\n add %2, %2, %3\n lw %1, (%2)")
T(wx_amorl_y, "sw %5, (%3)\n amoswap.w.rl x0, %5, (%4)")
T(amoaq_y_rx, "amoor.w.aq %0, x0, (%4)\n lw %1, (%3)")
T(ry_ctrl_f_rx, "lw %0, (%4)\n beqz %0, 1f\n 1: fence r,r\n lw %1, (%3)")
T(wx_F_ry, "sw %5, (%3)\n fence rw,rw\n lw %0, (%4)")
T(wy_F_rx, "sw %5, (%4)\n fence rw,rw\n lw %0, (%3)")
T(amox_amoy, "amoswap.w.aqrl x0, %5, (%3)\n amoor.w.aqrl %0, x0, (%4)")
T(amoy_amox, "amoswap.w.aqrl x0, %5, (%4)\n amoor.w.aqrl %0, x0, (%3)")
T(rx_data_wy, "lw %0, (%3)\n xor %2, %0, %0\n add %2, %2, %5\n sw %2, (%4)")
T(ry_data_wx, "lw %0, (%4)\n xor %2, %0, %0\n add %2, %2, %5\n sw %2, (%3)")
T(rx_ctrl_wy, "lw %0, (%3)\n bnez %0, 1f\n 1: sw %5, (%4)")
T(ry_ctrl_wx, "lw %0, (%4)\n bnez %0, 1f\n 1: sw %5, (%3)")
T(rx_F_wy, "lw %0, (%3)\n fence r,w\n sw %5, (%4)")
T(ry_F_wx, "lw %0, (%4)\n fence r,w\n sw %5, (%3)")
T(wx1_f_wy2, "sw %5, (%3)\n fence w,w\n sw %6, (%4)")
T(wy1_f_wx2, "sw %5, (%4)\n fence w,w\n sw %6, (%3)")
T(wx2_f_wy1, "sw %6, (%3)\n fence w,w\n sw %5, (%4)")
T(wy2_F_rx, "sw %6, (%4)\n fence rw,rw\n lw %0, (%3)")
T(wx, "sw %5, (%3)")
T(wy, "sw %5, (%4)")
T(rx_rx, "lw %0, (%3)\n lw %1, (%3)")
T(wx2_rx, "sw %6, (%3)\n lw %0, (%3)")
T(rx_wx2, "lw %0, (%3)\n sw %6, (%3)")
T(rx_f_ry, "lw %0, (%3)\n fence rw,rw\n lw %1, (%4)")
T(ry_F_rx, "lw %0, (%4)\n fence rw,rw\n lw %1, (%3)")
T(amox_ry, "amoor.w.aqrl %0, x0, (%3)\n amoor.w.aqrl %1, x0, (%4)")
T(amoy_rx, "amoor.w.aqrl %0, x0, (%4)\n amoor.w.aqrl %1, x0, (%3)")
T(amowx, "amoswap.w.aqrl x0, %5, (%3)")
T(amowy, "amoswap.w.aqrl x0, %5, (%4)")
T(rx_fence_wy, "lw %0, (%3)\n fence rw,rw\n sw %5, (%4)")

typedef struct { const char *name; int threads; Body *body[4]; int (*forbidden)(int i); } Test;
#define R(t, k) r[t][k][i]
#define F(name, condition) static int name(int i) { return condition; }
F(mp, R(1, 0) == 1 && R(1, 1) == 0)
F(sb, R(0, 0) == 0 && R(1, 0) == 0)
F(lb, R(0, 0) == 1 && R(1, 0) == 1)
F(ww, slots[i].x == 1 && slots[i].y == 1)
F(s_shape, slots[i].x == 2 && R(1, 0) == 1)
F(r_shape, slots[i].y == 2 && R(1, 0) == 0)
F(corr, R(1, 0) == 1 && R(1, 1) == 0)
F(cowr, R(1, 0) == 0)
F(corw, R(1, 0) == 2)
F(iriw, R(2, 0) == 1 && R(2, 1) == 0 && R(3, 0) == 1 && R(3, 1) == 0)
F(wrc, R(1, 0) == 1 && R(2, 0) == 1 && R(2, 1) == 0)
static const Test tests[] = {
  {"MP+fences", 2, {wx_f_wy, ry_f_rx}, mp},
  {"MP+fence+addr", 2, {wx_f_wy, ry_addr_rx}, mp},
  {"MP+amo.rl+amo.aq", 2, {wx_amorl_y, amoaq_y_rx}, mp},
  {"MP+fence+ctrl+fence.r.r", 2, {wx_f_wy, ry_ctrl_f_rx}, mp},
  {"SB+fences", 2, {wx_F_ry, wy_F_rx}, sb},
  {"SB+amos.aqrl", 2, {amox_amoy, amoy_amox}, sb},
  {"LB+data", 2, {rx_data_wy, ry_data_wx}, lb},
  {"LB+ctrl", 2, {rx_ctrl_wy, ry_ctrl_wx}, lb},
  {"LB+fences", 2, {rx_F_wy, ry_F_wx}, lb},
  {"2+2W+fences", 2, {wx1_f_wy2, wy1_f_wx2}, ww},
  {"S+fence+data", 2, {wx2_f_wy1, ry_data_wx}, s_shape},
  {"R+fences", 2, {wx_f_wy, wy2_F_rx}, r_shape},
  {"CoRR", 2, {wx, rx_rx}, corr},
  {"CoWR", 2, {wx, wx2_rx}, cowr},
  {"CoRW", 2, {wx, rx_wx2}, corw},
  {"IRIW+fences", 4, {wx, wy, rx_f_ry, ry_F_rx}, iriw},
  {"IRIW+amos.aqrl", 4, {amowx, amowy, amox_ry, amoy_rx}, iriw},
  {"WRC+fence+addr", 3, {wx, rx_fence_wy, ry_addr_rx}, wrc},
};
static const Test *test;

static void barrier(void) {
  int g = __atomic_load_n(&generation, __ATOMIC_ACQUIRE);
  if (__atomic_add_fetch(&arrived, 1, __ATOMIC_ACQ_REL) == threads) {
    arrived = 0;
    __atomic_store_n(&generation, g + 1, __ATOMIC_RELEASE);
  } else {
    for (int spins = 0; __atomic_load_n(&generation, __ATOMIC_ACQUIRE) == g; spins++)
      if (spins > 200) { sched_yield(); spins = 0; }
  }
}
static int failures;
static void *run(void *p) {
  int t = (int)(long)p;
  Body *body = test->body[t];
  for (int k = 0; k < rounds; k++) {
    barrier();
    for (int i = 0; i < SLOTS; i++) body(&slots[i], &r[t][0][i], &r[t][1][i]);
    barrier();
    if (t == 0)
      for (int i = 0; i < SLOTS; i++) {
        failures += test->forbidden(i);
        slots[i].x = slots[i].y = 0;
      }
  }
  return 0;
}

static volatile long counter;
static void *increment(void *p) {
  for (int i = 0; i < rounds * 100; i++) {
    long v; int failed;
    do asm volatile("lr.d %0, (%2)\n addi %0, %0, 1\n sc.d %1, %0, (%2)" : "=&r"(v), "=&r"(failed) : "r"(&counter) : "memory"); while (failed);
  }
  return 0;
}
static int flag;
static void *spin(void *p) {
  asm volatile("1: lw t0, (%0)\n beqz t0, 1b" : : "r"(&flag) : "t0", "memory");
  return 0;
}
static void all(int n, void *(*f)(void *)) {
  pthread_t t[8];
  threads = n;
  for (long i = 0; i < n; i++) pthread_create(&t[i], 0, f, (void *)i);
  for (int i = 0; i < n; i++) pthread_join(t[i], 0);
}
int main(int argc, char **argv) {
  rounds = argc > 1 ? atoi(argv[1]) : 20;
  for (int i = 0; i < sizeof tests / sizeof *tests; i++) {
    test = &tests[i];
    failures = 0;
    all(test->threads, run);
    printf("%s %d\n", test->name, failures);
  }
  all(4, increment);
  printf("LR/SC atomic %ld\n", counter - 400L * rounds);
  pthread_t t;
  pthread_create(&t, 0, spin, 0);
  for (volatile int i = 0; i < 3000000; i++);
  __atomic_store_n(&flag, 1, __ATOMIC_RELEASE);
  pthread_join(t, 0);
  printf("spin on a plain load 0\n");
}
