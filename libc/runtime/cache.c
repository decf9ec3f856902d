/* What a program calls after it has written code. */

enum { SYS_RISCV_FLUSH_ICACHE = 259 };

/* Linux: riscv_flush_icache(start, end, flags) reaches all harts. */
void __clear_cache(void *begin, void *end) {
  register long a0 __asm__("a0") = (long)begin;
  register long a1 __asm__("a1") = (long)end;
  register long a2 __asm__("a2") = 0;
  register long a7 __asm__("a7") = SYS_RISCV_FLUSH_ICACHE;
  __asm__ volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a7) : "memory");
}

/* Stacks with trampolines are marked executable in the ELF file. */
void __enable_execute_stack(void *address) { (void)address; }
