/* What _FORTIFY_SOURCE calls: formatted output with the size of the destination. The flag asks for strict formats, which need no check here. */
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

_Noreturn void __chk_fail(void);

int __vsnprintf_chk(char *to, size_t n, int flag, size_t size, const char *format, va_list list) {
  if (n > size) {
    __chk_fail();
  }
  return vsnprintf(to, n, format, list);
}

int __snprintf_chk(char *to, size_t n, int flag, size_t size, const char *format, ...) {
  va_list list;
  va_start(list, format);
  int length = __vsnprintf_chk(to, n, flag, size, format, list);
  va_end(list);
  return length;
}

int __vsprintf_chk(char *to, int flag, size_t size, const char *format, va_list list) {
  if (size > 0x7fffffff) {
    return vsprintf(to, format, list);
  }
  int length = vsnprintf(to, size, format, list);
  if (length >= 0 && (size_t)length >= size) {
    __chk_fail();
  }
  return length;
}

int __sprintf_chk(char *to, int flag, size_t size, const char *format, ...) {
  va_list list;
  va_start(list, format);
  int length = __vsprintf_chk(to, flag, size, format, list);
  va_end(list);
  return length;
}

int __vfprintf_chk(FILE *file, int flag, const char *format, va_list list) { return vfprintf(file, format, list); }

int __fprintf_chk(FILE *file, int flag, const char *format, ...) {
  va_list list;
  va_start(list, format);
  int length = vfprintf(file, format, list);
  va_end(list);
  return length;
}

int __vprintf_chk(int flag, const char *format, va_list list) { return vprintf(format, list); }

int __printf_chk(int flag, const char *format, ...) {
  va_list list;
  va_start(list, format);
  int length = vprintf(format, list);
  va_end(list);
  return length;
}
