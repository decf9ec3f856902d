package dev.ferry.lower;

import java.util.Set;

/** What RISC-V's registers are called in {@code asm} clobbers and register variables. */
final class RegisterNames {
  private static final Set<String> NAMES =
      Set.of(
          "zero ra sp gp tp fp t0 t1 t2 t3 t4 t5 t6 s0 s1 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11"
              .concat(" a0 a1 a2 a3 a4 a5 a6 a7 ft0 ft1 ft2 ft3 ft4 ft5 ft6 ft7 ft8 ft9 ft10 ft11")
              .concat(" fs0 fs1 fs2 fs3 fs4 fs5 fs6 fs7 fs8 fs9 fs10 fs11")
              .concat(" fa0 fa1 fa2 fa3 fa4 fa5 fa6 fa7")
              .split(" "));

  private RegisterNames() {}

  /** The name without the sigil that gcc allows before it. */
  static String plain(String name) {
    return name.startsWith("%") || name.startsWith("$") ? name.substring(1) : name;
  }

  static boolean isFloat(String name) {
    String plain = plain(name);
    return plain.startsWith("f") && !plain.equals("fp");
  }

  /** Whether it is an ABI name, or {@code x0} to {@code v31}. */
  static boolean isKnown(String name) {
    String plain = plain(name);
    return NAMES.contains(plain) || plain.matches("[xfv]([12]?[0-9]|3[01])");
  }
}
