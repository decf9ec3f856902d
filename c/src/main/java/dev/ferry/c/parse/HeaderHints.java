package dev.ferry.c.parse;

import dev.ferry.base.diag.Diagnostic;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which standard header defines a name that beginners forget to include. */
public final class HeaderHints {
  private static final Map<String, String> HEADERS = table();

  private HeaderHints() {}

  private static Map<String, String> table() {
    Map<String, String> map = new HashMap<>();
    put(map, "stddef.h", "NULL offsetof ptrdiff_t size_t wchar_t max_align_t");
    put(
        map,
        "stdio.h",
        "BUFSIZ EOF FILE FILENAME_MAX fopen fpos_t getchar printf stderr stdin"
            + " stdout puts fprintf sprintf snprintf scanf");
    put(map, "errno.h", "errno");
    put(
        map,
        "limits.h",
        "CHAR_BIT CHAR_MAX CHAR_MIN INT_MAX INT_MIN LLONG_MAX LLONG_MIN LONG_MAX"
            + " LONG_MIN SCHAR_MAX SCHAR_MIN SHRT_MAX SHRT_MIN UCHAR_MAX UINT_MAX ULLONG_MAX ULONG_MAX"
            + " USHRT_MAX");
    put(map, "float.h", "DBL_MAX DBL_MIN FLT_MAX FLT_MIN LDBL_MAX LDBL_MIN");
    put(map, "stdarg.h", "va_list va_start va_end va_arg va_copy");
    put(map, "stdbool.h", "bool true false");
    put(
        map,
        "stdint.h",
        "int8_t uint8_t int16_t uint16_t int32_t uint32_t int64_t uint64_t"
            + " intptr_t uintptr_t INT8_MAX INT16_MAX INT32_MAX INT64_MAX PTRDIFF_MAX PTRDIFF_MIN"
            + " SIZE_MAX UINT8_MAX UINT16_MAX UINT32_MAX UINT64_MAX WCHAR_MAX");
    put(map, "stdlib.h", "EXIT_SUCCESS EXIT_FAILURE RAND_MAX");
    put(map, "assert.h", "assert");
    put(map, "signal.h", "SIGABRT SIGFPE SIGILL SIGINT SIGSEGV SIGTERM");
    put(map, "time.h", "CLOCKS_PER_SEC time_t clock_t");
    put(
        map,
        "string.h",
        "memchr memcmp memcpy memmove memset strcat strchr strcmp strcpy strlen"
            + " strncat strncmp strncpy strrchr strspn strstr");
    put(map, "setjmp.h", "jmp_buf");
    return Map.copyOf(map);
  }

  private static void put(Map<String, String> map, String header, String names) {
    for (String name : names.split(" ")) {
      map.put(name, header);
    }
  }

  public static @Nullable String header(String name) {
    return HEADERS.get(name);
  }

  /** Adds a note to a report of an unknown {@code name}: which header has it. */
  public static void note(Diagnostic diagnostic, int loc, String name) {
    String header = header(name);
    if (header != null) {
      diagnostic.note(
          loc,
          "‘%s’ is defined in header ‘<%s>’; did you forget to ‘#include <%s>’?",
          name,
          header,
          header);
    }
  }
}
