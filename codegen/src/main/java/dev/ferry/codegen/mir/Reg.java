package dev.ferry.codegen.mir;

/**
 * Register numbers of the machine IR: 0..31 are x0..x31, 32..63 are f0..f31, {@link #FIRST_VIRTUAL}
 * and up are virtual registers of a {@link MFunction}. Negative numbers below {@link #NONE} stand
 * for spill slots after allocation, in copies only.
 */
public final class Reg {
  public static final int NONE = -1;
  public static final int ZERO = 0;
  public static final int RA = 1;
  public static final int SP = 2;
  public static final int GP = 3;
  public static final int TP = 4;
  public static final int T0 = 5;
  public static final int T1 = 6;
  public static final int T2 = 7;
  public static final int S0 = 8;
  public static final int S1 = 9;
  public static final int A0 = 10;
  public static final int A7 = 17;
  public static final int T6 = 31;
  public static final int F0 = 32;
  public static final int FA0 = 42;
  public static final int FA7 = 49;
  public static final int FIRST_VIRTUAL = 64;

  /** Integer registers that a call keeps: sp, s0..s11 (gp and tp are never allocated). */
  public static final long SAVED_INT = 1L << SP | 3L << S0 | 0x3ffL << 18;

  /** Float registers that a call keeps under a hard-float ABI: fs0..fs11. */
  public static final long SAVED_FLOAT = (3L << 8 | 0x3ffL << 18) << 32;

  private static final String[] INT_NAMES = {
    "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4",
    "a5", "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4",
    "t5", "t6"
  };
  private static final String[] FLOAT_NAMES = {
    "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "fs0", "fs1", "fa0", "fa1", "fa2",
    "fa3", "fa4", "fa5", "fa6", "fa7", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7", "fs8", "fs9",
    "fs10", "fs11", "ft8", "ft9", "ft10", "ft11"
  };

  private Reg() {}

  public static boolean isVirtual(int reg) {
    return reg >= FIRST_VIRTUAL;
  }

  public static boolean isPhysical(int reg) {
    return reg >= 0 && reg < FIRST_VIRTUAL;
  }

  /** Whether {@code reg} encodes a spill slot ({@link #ofSlot}). */
  public static boolean isSlot(int reg) {
    return reg < NONE;
  }

  /** The pseudo register number of spill slot {@code index}. */
  public static int ofSlot(int index) {
    return -2 - index;
  }

  /** The spill slot index of a pseudo register number. */
  public static int slotIndex(int reg) {
    return -2 - reg;
  }

  public static boolean isFloat(int physical) {
    return physical >= F0;
  }

  /** The ABI name. */
  public static String name(int reg) {
    if (reg >= FIRST_VIRTUAL) {
      return "v" + (reg - FIRST_VIRTUAL);
    }
    if (isSlot(reg)) {
      return "spill" + slotIndex(reg);
    }
    if (reg < 0) {
      return "-";
    }
    return reg < F0 ? INT_NAMES[reg] : FLOAT_NAMES[reg - F0];
  }

  /** The register of an ABI name, {@code x7}/{@code f7} or {@code fp}; NONE if unknown. */
  public static int byName(String name) {
    if (name.equals("fp")) {
      return S0;
    }
    for (int i = 0; i < 32; i++) {
      if (INT_NAMES[i].equals(name)) {
        return i;
      }
      if (FLOAT_NAMES[i].equals(name)) {
        return F0 + i;
      }
    }
    if (name.length() >= 2 && (name.charAt(0) == 'x' || name.charAt(0) == 'f')) {
      int number = 0;
      for (int i = 1; i < name.length(); i++) {
        char c = name.charAt(i);
        if (c < '0' || c > '9' || number > 31) {
          return NONE;
        }
        number = number * 10 + c - '0';
      }
      if (number < 32) {
        return name.charAt(0) == 'x' ? number : F0 + number;
      }
    }
    return NONE;
  }
}
