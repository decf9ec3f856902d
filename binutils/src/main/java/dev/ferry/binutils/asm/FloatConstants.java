package dev.ferry.binutils.asm;

/** The constants of {@code fli} (chapter "Zfa", table of immediates). */
final class FloatConstants {
  private static final double[] VALUES = {
    -1.0, 0, 0x1p-16, 0x1p-15, 0x1p-8, 0x1p-7, 0.0625, 0.125, 0.25, 0.3125, 0.375, 0.4375, 0.5,
    0.625, 0.75, 0.875, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3, 4, 8, 16, 128, 256, 0x1p15, 0x1p16
  };

  private FloatConstants() {}

  /**
   * The index of a constant written as a number, {@code min}, {@code inf} or {@code nan}; or -1.
   */
  static int index(String text) {
    switch (text) {
      case "min" -> {
        return 1;
      }
      case "inf" -> {
        return 30;
      }
      case "nan" -> {
        return 31;
      }
      default -> {}
    }
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return -1;
    }
    for (int i = 0; i < VALUES.length; i++) {
      if (VALUES[i] == value && i != 1) {
        return i;
      }
    }
    return -1;
  }

  /** The constant at an index, in a form that {@link #index} reads. */
  static String text(int index) {
    return switch (index) {
      case 1 -> "min";
      case 30 -> "inf";
      case 31 -> "nan";
      default -> Double.toString(VALUES[index]);
    };
  }
}
