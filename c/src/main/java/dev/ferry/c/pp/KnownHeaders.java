package dev.ferry.c.pp;

import dev.ferry.base.diag.Spelling;
import java.util.List;
import java.util.Set;

/** Headers that people mean: those of C and POSIX, and those of C++, which C does not have. */
final class KnownHeaders {
  private static final List<String> C =
      List.of(
          ("assert.h complex.h ctype.h errno.h fenv.h float.h inttypes.h iso646.h limits.h locale.h"
                  + " math.h setjmp.h signal.h stdalign.h stdarg.h stdatomic.h stdbit.h stdbool.h"
                  + " stdckdint.h stddef.h stdint.h stdio.h stdlib.h stdnoreturn.h string.h tgmath.h"
                  + " threads.h time.h uchar.h wchar.h wctype.h"
                  + " dirent.h fcntl.h getopt.h poll.h pthread.h strings.h sys/stat.h sys/time.h"
                  + " sys/types.h sys/wait.h termios.h unistd.h")
              .split(" "));

  private static final Set<String> CPP =
      Set.of(
          ("algorithm array bitset cassert cctype cmath cstddef cstdint cstdio cstdlib cstring ctime"
                  + " deque exception filesystem fstream functional iomanip iostream istream iterator"
                  + " limits list map memory mutex numeric optional ostream queue random regex set"
                  + " sstream stack stdexcept string string_view thread tuple unordered_map"
                  + " unordered_set utility variant vector bits/stdc++.h")
              .split(" "));

  private KnownHeaders() {}

  /** What is said behind "No such file or directory"; empty where there is nothing to say. */
  static String hint(String name) {
    if (CPP.contains(name)) {
      return " (a header of C++; this is compiled as C)";
    }
    String meant = Spelling.closest(name, C);
    return meant == null ? "" : "; did you mean ‘<" + meant + ">’?";
  }
}
