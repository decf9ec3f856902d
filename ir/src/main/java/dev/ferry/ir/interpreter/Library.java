package dev.ferry.ir.interpreter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The built-in external functions: what C test programs need of the C library. Streams are only
 * stdin, stdout and stderr (discarded); memory is never given back.
 */
public final class Library implements Externals {
  private static final Set<String> OBJECTS =
      Set.of("stdin", "stdout", "stderr", "environ", "errno", "optarg", "optind");

  private static final int ERROR_STREAM = 3;

  private interface Routine {
    long call(long[] args, int named, Guest guest);
  }

  private interface DoubleFunction {
    double apply(double a);
  }

  private final Map<String, Routine> routines = new HashMap<>();
  private final Map<Long, Long> blockSizes = new HashMap<>();
  private final List<Long> exitHandlers = new ArrayList<>();
  private long seed = 1;

  public Library() {
    memory();
    strings();
    characters();
    output();
    process();
    mathematics();
  }

  static boolean isObject(String name) {
    return OBJECTS.contains(name);
  }

  static int streamNumber(String name) {
    return switch (name) {
      case "stdin" -> 1;
      case "stdout" -> 2;
      case "stderr" -> ERROR_STREAM;
      default -> 0;
    };
  }

  @Override
  public boolean knows(String name) {
    return routines.containsKey(name) || name.startsWith("__builtin_") && knows(plain(name));
  }

  private static String plain(String name) {
    return name.startsWith("__builtin_") ? name.substring(10) : name;
  }

  @Override
  public long call(String name, long[] args, int named, Guest guest) {
    Routine routine = routines.get(name);
    if (routine == null) {
      routine = routines.get(plain(name));
    }
    if (routine == null) {
      throw new GuestFault("call of undefined function " + name);
    }
    return routine.call(args, named, guest);
  }

  /** Runs the atexit handlers, latest first; gives the status back. */
  long atExit(long status, Guest guest) {
    while (!exitHandlers.isEmpty()) {
      guest.callFunction(exitHandlers.removeLast());
    }
    return status;
  }

  private void add(String name, Routine routine) {
    routines.put(name, routine);
  }

  // ---- memory

  private void memory() {
    add("memcpy", (a, _, g) -> copy(a, g));
    add("memmove", (a, _, g) -> copy(a, g));
    add(
        "memset",
        (a, _, g) -> {
          g.memory().fill(a[0], (byte) a[1], a[2]);
          return a[0];
        });
    add("memcmp", (a, _, g) -> compare(g.memory(), a[0], a[1], a[2], false));
    add(
        "memchr",
        (a, _, g) -> {
          for (long i = 0; i < a[2]; i++) {
            if (g.memory().load8(a[0] + i) == (byte) a[1]) {
              return a[0] + i;
            }
          }
          return 0;
        });
    add("malloc", (a, _, g) -> allocate(g, a[0]));
    add("calloc", (a, _, g) -> allocate(g, a[0] * a[1]));
    add("free", (_, _, _) -> 0);
    add(
        "realloc",
        (a, _, g) -> {
          long fresh = allocate(g, a[1]);
          if (a[0] != 0 && fresh != 0) {
            g.memory().copy(fresh, a[0], Math.min(a[1], blockSizes.getOrDefault(a[0], 0L)));
          }
          return fresh;
        });
    add("qsort", (a, _, g) -> sort(g, a[0], a[1], a[2], a[3]));
  }

  private static long copy(long[] a, Guest guest) {
    guest.memory().copy(a[0], a[1], a[2]);
    return a[0];
  }

  private long allocate(Guest guest, long size) {
    long address = guest.allocate(size);
    blockSizes.put(address, size);
    return address;
  }

  private static long compare(Memory memory, long a, long b, long count, boolean stopAtNul) {
    for (long i = 0; i < count; i++) {
      int x = memory.load8(a + i) & 0xff;
      int y = memory.load8(b + i) & 0xff;
      if (x != y || stopAtNul && x == 0) {
        return x - y;
      }
    }
    return 0;
  }

  /** Insertion sort: stable and simple; test inputs are small. */
  private static long sort(Guest guest, long base, long count, long size, long compare) {
    Memory memory = guest.memory();
    long key = guest.allocate(size);
    for (long i = 1; i < count; i++) {
      memory.copy(key, base + i * size, size);
      long j = i;
      while (j > 0 && (int) guest.callFunction(compare, base + (j - 1) * size, key) > 0) {
        memory.copy(base + j * size, base + (j - 1) * size, size);
        j--;
      }
      memory.copy(base + j * size, key, size);
    }
    return 0;
  }

  // ---- strings

  private void strings() {
    add("strlen", (a, _, g) -> g.memory().stringLength(a[0]));
    add("strnlen", (a, _, g) -> Math.min(a[1], g.memory().stringLength(a[0])));
    add("strcmp", (a, _, g) -> compare(g.memory(), a[0], a[1], Long.MAX_VALUE, true));
    add("strncmp", (a, _, g) -> compare(g.memory(), a[0], a[1], a[2], true));
    add("strcpy", (a, _, g) -> append(g.memory(), a[0], a[0], a[1], Long.MAX_VALUE));
    add(
        "stpcpy",
        (a, _, g) -> {
          append(g.memory(), a[0], a[0], a[1], Long.MAX_VALUE);
          return a[0] + g.memory().stringLength(a[1]);
        });
    add(
        "strncpy",
        (a, _, g) -> {
          long length = Math.min(a[2], g.memory().stringLength(a[1]));
          g.memory().copy(a[0], a[1], length);
          g.memory().fill(a[0] + length, (byte) 0, a[2] - length);
          return a[0];
        });
    add(
        "strcat",
        (a, _, g) ->
            append(g.memory(), a[0], a[0] + g.memory().stringLength(a[0]), a[1], Long.MAX_VALUE));
    add(
        "strncat",
        (a, _, g) -> append(g.memory(), a[0], a[0] + g.memory().stringLength(a[0]), a[1], a[2]));
    add("strchr", (a, _, g) -> find(g.memory(), a[0], (byte) a[1], false));
    add("index", (a, _, g) -> find(g.memory(), a[0], (byte) a[1], false));
    add("strrchr", (a, _, g) -> find(g.memory(), a[0], (byte) a[1], true));
    add("rindex", (a, _, g) -> find(g.memory(), a[0], (byte) a[1], true));
    add(
        "strstr",
        (a, _, g) -> {
          int index = g.memory().string(a[0]).indexOf(g.memory().string(a[1]));
          return index < 0 ? 0 : a[0] + index;
        });
    add(
        "strdup",
        (a, _, g) -> {
          long size = g.memory().stringLength(a[0]) + 1;
          long fresh = allocate(g, size);
          g.memory().copy(fresh, a[0], size);
          return fresh;
        });
    add("atoi", (a, _, g) -> (int) parse(g.memory(), a[0], 0, 10));
    add("atol", (a, _, g) -> parse(g.memory(), a[0], 0, 10));
    add("strtol", (a, _, g) -> parse(g.memory(), a[0], a[1], (int) a[2]));
    add("strtoul", (a, _, g) -> parse(g.memory(), a[0], a[1], (int) a[2]));
    add("strtoll", (a, _, g) -> parse(g.memory(), a[0], a[1], (int) a[2]));
    add("strtoull", (a, _, g) -> parse(g.memory(), a[0], a[1], (int) a[2]));
  }

  private static long append(Memory memory, long result, long to, long from, long max) {
    long length = Math.min(max, memory.stringLength(from));
    memory.copy(to, from, length);
    memory.store8(to + length, (byte) 0);
    return result;
  }

  private static long find(Memory memory, long address, byte wanted, boolean last) {
    long found = 0;
    for (long at = address; ; at++) {
      byte b = memory.load8(at);
      if (b == wanted) {
        found = at;
        if (!last) {
          return found;
        }
      }
      if (b == 0) {
        return found;
      }
    }
  }

  private static long parse(Memory memory, long address, long end, int wantedBase) {
    long at = address;
    while (Character.isWhitespace(memory.load8(at))) {
      at++;
    }
    boolean negative = memory.load8(at) == '-';
    if (negative || memory.load8(at) == '+') {
      at++;
    }
    int base = wantedBase;
    boolean hex = memory.load8(at) == '0' && (memory.load8(at + 1) | 0x20) == 'x';
    if (hex && (base == 0 || base == 16)) {
      at += 2;
      base = 16;
    } else if (base == 0) {
      base = memory.load8(at) == '0' ? 8 : 10;
    }
    long value = 0;
    for (int d; (d = Character.digit(memory.load8(at), base)) >= 0; at++) {
      value = value * base + d;
    }
    if (end != 0) {
      memory.store64(end, at);
    }
    return negative ? -value : value;
  }

  private void characters() {
    add("isdigit", (a, _, _) -> a[0] >= '0' && a[0] <= '9' ? 1 : 0);
    add("isalpha", (a, _, _) -> isLetter(a[0]) ? 1 : 0);
    add("isalnum", (a, _, _) -> isLetter(a[0]) || a[0] >= '0' && a[0] <= '9' ? 1 : 0);
    add("isspace", (a, _, _) -> a[0] == ' ' || a[0] >= 9 && a[0] <= 13 ? 1 : 0);
    add("isupper", (a, _, _) -> a[0] >= 'A' && a[0] <= 'Z' ? 1 : 0);
    add("islower", (a, _, _) -> a[0] >= 'a' && a[0] <= 'z' ? 1 : 0);
    add("isprint", (a, _, _) -> a[0] >= 32 && a[0] < 127 ? 1 : 0);
    add("isxdigit", (a, _, _) -> Character.digit((int) a[0], 16) >= 0 ? 1 : 0);
    add("toupper", (a, _, _) -> a[0] >= 'a' && a[0] <= 'z' ? a[0] - 32 : a[0]);
    add("tolower", (a, _, _) -> a[0] >= 'A' && a[0] <= 'Z' ? a[0] + 32 : a[0]);
  }

  private static boolean isLetter(long c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  }

  // ---- output

  private void output() {
    add("printf", (a, n, g) -> print(g, format(g, a[0], a, n)));
    add("fprintf", (a, n, g) -> printTo(g, a[0], format(g, a[1], a, n)));
    add("sprintf", (a, n, g) -> printInto(g, a[0], Long.MAX_VALUE, format(g, a[1], a, n)));
    add("snprintf", (a, n, g) -> printInto(g, a[0], a[1], format(g, a[2], a, n)));
    add("vprintf", (a, _, g) -> print(g, formatList(g, a[0], a[1])));
    add("vfprintf", (a, _, g) -> printTo(g, a[0], formatList(g, a[1], a[2])));
    add("vsprintf", (a, _, g) -> printInto(g, a[0], Long.MAX_VALUE, formatList(g, a[1], a[2])));
    add("vsnprintf", (a, _, g) -> printInto(g, a[0], a[1], formatList(g, a[2], a[3])));
    add("puts", (a, _, g) -> print(g, (g.memory().string(a[0]) + "\n")));
    add("fputs", (a, _, g) -> printTo(g, a[1], bytes(g.memory().string(a[0]))));
    add("putchar", (a, _, g) -> character(g, 0, a[0]));
    add("putc", (a, _, g) -> character(g, a[1], a[0]));
    add("fputc", (a, _, g) -> character(g, a[1], a[0]));
    add(
        "fwrite",
        (a, _, g) -> {
          printTo(g, a[3], g.memory().bytes(a[0], a[1] * a[2]));
          return a[2];
        });
    add("fflush", (_, _, _) -> 0);
    add("setbuf", (_, _, _) -> 0);
    add("setvbuf", (_, _, _) -> 0);
    add("getchar", (_, _, g) -> g.read());
    add("getc", (_, _, g) -> g.read());
    add("fgetc", (_, _, g) -> g.read());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static long print(Guest guest, String text) {
    return print(guest, bytes(text));
  }

  private static long print(Guest guest, byte[] bytes) {
    guest.write(bytes);
    return bytes.length;
  }

  /** A stream pointer ends in its number times 8 (see Program.external); stderr is discarded. */
  private static long printTo(Guest guest, long stream, byte[] bytes) {
    if ((stream & 0xff) != 8 * ERROR_STREAM) {
      guest.write(bytes);
    }
    return bytes.length;
  }

  private static long character(Guest guest, long stream, long c) {
    printTo(guest, stream, new byte[] {(byte) c});
    return c & 0xff;
  }

  private static long printInto(Guest guest, long buffer, long size, byte[] bytes) {
    if (size > 0) {
      int count = (int) Math.min(bytes.length, size - 1);
      guest.memory().write(buffer, java.util.Arrays.copyOf(bytes, count));
      guest.memory().store8(buffer + count, (byte) 0);
    }
    return bytes.length;
  }

  private static byte[] format(Guest guest, long format, long[] args, int named) {
    int[] next = {named};
    Memory memory = guest.memory();
    return Formatter.format(
        memory,
        memory.string(format),
        new Formatter.Arguments() {
          @Override
          public long next() {
            if (next[0] >= args.length) {
              throw new GuestFault("too few arguments for the format");
            }
            return args[next[0]++];
          }

          @Override
          public double nextLongDouble() {
            return quadruple(memory, next());
          }
        });
  }

  private static byte[] formatList(Guest guest, long format, long list) {
    long[] at = {list};
    Memory memory = guest.memory();
    return Formatter.format(
        memory,
        memory.string(format),
        new Formatter.Arguments() {
          @Override
          public long next() {
            at[0] += 8;
            return memory.load64(at[0] - 8);
          }

          @Override
          public double nextLongDouble() {
            at[0] = (at[0] + 15 & -16) + 16;
            return quadruple(memory, at[0] - 16);
          }
        });
  }

  /** An IEEE binary128 in memory, rounded towards zero to a double. */
  private static double quadruple(Memory memory, long address) {
    long low = memory.load64(address);
    long high = memory.load64(address + 8);
    int exponent = (int) (high >>> 48 & 0x7fff);
    double sign = high < 0 ? -1 : 1;
    if (exponent == 0) {
      return sign * 0.0;
    }
    long fraction = (high & 0xffff_ffff_ffffL) << 4 | low >>> 60;
    if (exponent == 0x7fff) {
      return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    double mantissa = Double.longBitsToDouble(fraction | 0x3ff0000000000000L);
    return sign * Math.scalb(mantissa, exponent - 16383);
  }

  // ---- process

  private void process() {
    add("exit", (a, _, g) -> exit((int) a[0], g));
    add("_exit", (a, _, _) -> quit((int) a[0] & 0xff));
    add("_Exit", (a, _, _) -> quit((int) a[0] & 0xff));
    add("abort", (_, _, _) -> quit(128 + 6));
    add("__assert_fail", (_, _, _) -> quit(128 + 6));
    add(
        "atexit",
        (a, _, _) -> {
          exitHandlers.add(a[0]);
          return 0;
        });
    add("getenv", (_, _, _) -> 0);
    add("time", (_, _, _) -> 0);
    add("clock", (_, _, _) -> 0);
    add("signal", (_, _, _) -> 0);
    add("abs", (a, _, _) -> Math.abs((int) a[0]));
    add("labs", (a, _, _) -> Math.abs(a[0]));
    add("llabs", (a, _, _) -> Math.abs(a[0]));
    add("rand", (_, _, _) -> random());
    add("srand", (a, _, _) -> seed = a[0]);
    add("__errno_location", (_, _, g) -> errno(g));
  }

  private long errnoAddress;

  private long errno(Guest guest) {
    if (errnoAddress == 0) {
      errnoAddress = guest.allocate(8);
    }
    return errnoAddress;
  }

  private long random() {
    seed = seed * 1103515245 + 12345;
    return seed >>> 16 & 0x7fffffff;
  }

  private long exit(int status, Guest guest) {
    atExit(status, guest);
    return quit(status & 0xff);
  }

  private static long quit(int status) {
    throw new GuestExit(status);
  }

  // ---- mathematics

  private void mathematics() {
    both("sin", Math::sin);
    both("cos", Math::cos);
    both("tan", Math::tan);
    both("asin", Math::asin);
    both("acos", Math::acos);
    both("atan", Math::atan);
    both("sinh", Math::sinh);
    both("cosh", Math::cosh);
    both("tanh", Math::tanh);
    both("exp", Math::exp);
    both("log", Math::log);
    both("log10", Math::log10);
    both("sqrt", Math::sqrt);
    both("cbrt", Math::cbrt);
    both("fabs", Math::abs);
    both("floor", Math::floor);
    both("ceil", Math::ceil);
    both("trunc", a -> a < 0 ? Math.ceil(a) : Math.floor(a));
    both("rint", Math::rint);
    both("nearbyint", Math::rint);
    both("round", a -> Math.copySign(Math.floor(Math.abs(a) + 0.5), a));
    add("pow", (a, _, _) -> raw(Math.pow(real(a[0]), real(a[1]))));
    add("atan2", (a, _, _) -> raw(Math.atan2(real(a[0]), real(a[1]))));
    add("fmod", (a, _, _) -> raw(real(a[0]) % real(a[1])));
    add("fmax", (a, _, _) -> raw(Math.max(real(a[0]), real(a[1]))));
    add("fmin", (a, _, _) -> raw(Math.min(real(a[0]), real(a[1]))));
    add("copysign", (a, _, _) -> raw(Math.copySign(real(a[0]), real(a[1]))));
    add("ldexp", (a, _, _) -> raw(Math.scalb(real(a[0]), (int) a[1])));
    add("hypot", (a, _, _) -> raw(Math.hypot(real(a[0]), real(a[1]))));
  }

  private void both(String name, DoubleFunction function) {
    add(name, (a, _, _) -> raw(function.apply(real(a[0]))));
    add(
        name + "f",
        (a, _, _) -> {
          double x = Float.intBitsToFloat((int) a[0]);
          return Float.floatToRawIntBits((float) function.apply(x)) & 0xffffffffL;
        });
  }

  private static double real(long bits) {
    return Double.longBitsToDouble(bits);
  }

  private static long raw(double value) {
    return Double.doubleToRawLongBits(value);
  }
}
