/* Operations on a process. */
#include <stdarg.h>
#include <sys/prctl.h>
#include "../internal.h"

int prctl(int option, ...) {
  va_list list;
  va_start(list, option);
  unsigned long a = va_arg(list, unsigned long), b = va_arg(list, unsigned long);
  unsigned long c = va_arg(list, unsigned long), d = va_arg(list, unsigned long);
  va_end(list);
  return (int)__result(SYSCALL5(SYS_prctl, option, a, b, c, d));
}
