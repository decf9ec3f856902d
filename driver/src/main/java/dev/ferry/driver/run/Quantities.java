package dev.ferry.driver.run;

import dev.ferry.driver.cc.UsageException;
import java.util.Locale;

/** Numbers with units on the command line. */
public final class Quantities {
  private Quantities() {}

  /** {@code 10}, {@code 1.5s}, {@code 200ms}, {@code 2m}: seconds where no unit is given. */
  public static long nanoseconds(String text) throws UsageException {
    String t = text.toLowerCase(Locale.ROOT);
    double unit = 1e9;
    if (t.endsWith("ms")) {
      unit = 1e6;
      t = t.substring(0, t.length() - 2);
    } else if (t.endsWith("s")) {
      t = t.substring(0, t.length() - 1);
    } else if (t.endsWith("m")) {
      unit = 60e9;
      t = t.substring(0, t.length() - 1);
    }
    return positive(text, t, unit);
  }

  /** {@code 1000}, {@code 5k}, {@code 2M}, {@code 1e9}. */
  public static long count(String text) throws UsageException {
    return scaled(text, 1000);
  }

  /** {@code 64M}, {@code 1G}: powers of 1024. */
  public static long bytes(String text) throws UsageException {
    return scaled(text, 1024);
  }

  private static long scaled(String text, double step) throws UsageException {
    String t = text.endsWith("B") ? text.substring(0, text.length() - 1) : text;
    double unit = 1;
    if (!t.isEmpty()) {
      int power = "kmgt".indexOf(Character.toLowerCase(t.charAt(t.length() - 1)));
      if (power >= 0) {
        unit = Math.pow(step, power + 1);
        t = t.substring(0, t.length() - 1);
      }
    }
    return positive(text, t, unit);
  }

  private static long positive(String text, String number, double unit) throws UsageException {
    try {
      double value = Double.parseDouble(number) * unit;
      if (value > 0 && value < 9e18) {
        return (long) Math.ceil(value);
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new UsageException("‘" + text + "’ is not a limit; examples: 10s, 500ms, 1e9, 64M");
  }
}
