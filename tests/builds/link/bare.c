/* Entered with nothing set up; prints by the system call that both a board's monitor and Linux could offer, and ends. */
extern char _data_load[], _data[], _edata[], _bss[], _ebss[], _stack[];
typedef const char *entry;
extern const entry table_start[], table_end[];
__attribute__((section(".table.2"), used)) static const entry second = "two ";
__attribute__((section(".table.1"), used)) static const entry first = "one ";
static volatile int initialised = 42, zeroed[4];
static const char digits[] = "0123456789";

static long system_call(long number, long a, long b, long c) {
  register long a7 __asm__("a7") = number;
  register long a0 __asm__("a0") = a;
  register long a1 __asm__("a1") = b;
  register long a2 __asm__("a2") = c;
  __asm__ volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a7) : "memory");
  return a0;
}

static void put(const char *text) {
  long n = 0;
  while (text[n]) n++;
  system_call(64, 1, (long)text, n);
}

__attribute__((used)) void start(void) {
  for (long i = 0; i < _edata - _data; i++) _data[i] = _data_load[i];
  for (char *p = _bss; p < _ebss; p++) *p = 0;
  for (const entry *e = table_start; e < table_end; e++) put(*e);
  char number[] = {digits[initialised / 10], digits[initialised % 10 + zeroed[3]], '\n', 0};
  put(number);
  system_call(93, 0, 0, 0);
}

__asm__(".section .init,\"ax\"\n.globl _start\n_start:\n.option push\n.option norelax\n  la gp, __global_pointer$\n.option pop\n  la sp, _stack\n  j start\n");
