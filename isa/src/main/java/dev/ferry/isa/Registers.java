package dev.ferry.isa;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names and numbers of integer, floating-point and control registers. */
public final class Registers {
  public static final int ZERO = 0;
  public static final int RA = 1;
  public static final int SP = 2;
  public static final int GP = 3;
  public static final int TP = 4;
  public static final int T0 = 5;
  public static final int T1 = 6;
  public static final int T2 = 7;
  public static final int S0 = 8;
  public static final int A0 = 10;

  private static final String[] X = {
    "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4",
    "a5", "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4",
    "t5", "t6"
  };
  private static final String[] F = {
    "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "fs0", "fs1", "fa0", "fa1", "fa2",
    "fa3", "fa4", "fa5", "fa6", "fa7", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7", "fs8", "fs9",
    "fs10", "fs11", "ft8", "ft9", "ft10", "ft11"
  };
  private static final Map<String, Integer> X_NUMBERS = numbers(X, "x");
  private static final Map<String, Integer> F_NUMBERS = numbers(F, "f");

  /** Loaded only by those who name control registers. */
  private static final class Csrs {
    static final Map<String, Integer> NUMBERS = new HashMap<>();
    static final Map<Integer, String> NAMES = new HashMap<>();

    static {
      for (int i = 0; i < CsrTable.NAMES.length; i++) {
        NUMBERS.put(CsrTable.NAMES[i], (int) CsrTable.NUMBERS[i]);
        NAMES.putIfAbsent((int) CsrTable.NUMBERS[i], CsrTable.NAMES[i]);
      }
    }
  }

  private Registers() {}

  private static Map<String, Integer> numbers(String[] names, String prefix) {
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < names.length; i++) {
      numbers.put(names[i], i);
      numbers.put(prefix + i, i);
    }
    if (prefix.equals("x")) {
      numbers.put("fp", S0);
    }
    return numbers;
  }

  /** The calling-convention name of integer register {@code number}, such as {@code a0}. */
  public static String x(int number) {
    return X[number];
  }

  /** The calling-convention name of floating-point register {@code number}, such as {@code fa0}. */
  public static String f(int number) {
    return F[number];
  }

  /** The number of the integer register with this ABI or numeric name, or -1. */
  public static int xNumber(String name) {
    Integer number = X_NUMBERS.get(name);
    return number == null ? -1 : number;
  }

  /** The number of the floating-point register with this ABI or numeric name, or -1. */
  public static int fNumber(String name) {
    Integer number = F_NUMBERS.get(name);
    return number == null ? -1 : number;
  }

  /** The number of the control register with this name, or -1. */
  public static int csrNumber(String name) {
    Integer number = Csrs.NUMBERS.get(name);
    return number == null ? -1 : number;
  }

  /** The name of control register {@code number}, or null if it has none. */
  public static @Nullable String csrName(int number) {
    return Csrs.NAMES.get(number);
  }
}
