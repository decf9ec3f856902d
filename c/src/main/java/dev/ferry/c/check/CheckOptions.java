package dev.ferry.c.check;

import dev.ferry.c.lex.Standard;
import dev.ferry.c.types.DataModel;
import java.util.Set;

/**
 * What the checker needs to know of the command line.
 *
 * @param gnu {@code -std=gnuNN} as against {@code -std=cNN}
 * @param hosted not {@code -ffreestanding}: {@code main} is special
 * @param builtins not {@code -fno-builtin}: library functions mean what the standard says
 * @param noBuiltins names given to {@code -fno-builtin-NAME}
 * @param gnu89Inline {@code -fgnu89-inline}, or a standard before C99
 * @param common {@code -fcommon}: tentative definitions are common symbols
 * @param visibility {@code -fvisibility}
 * @param plainBitFieldsSigned not {@code -funsigned-bitfields}
 * @param msExtensions {@code -fms-extensions} or {@code -fplan9-extensions}
 * @param optimize the {@code -O} level: what {@code __builtin_constant_p} and the like may assume
 * @param packing {@code -fpack-struct}: how members lie where neither an attribute nor a pragma
 *     says
 * @param singlePrecisionConstants {@code -fsingle-precision-constant}: floating constants without a
 *     suffix are {@code float}
 * @param keepsLostBits {@code -fsanitize=shift}: left shifts that lose bits are computed when the
 *     program runs, and reported, unless a constant is required
 */
public record CheckOptions(
    DataModel model,
    Standard standard,
    boolean gnu,
    boolean hosted,
    boolean builtins,
    Set<String> noBuiltins,
    boolean gnu89Inline,
    boolean common,
    String visibility,
    boolean plainBitFieldsSigned,
    boolean msExtensions,
    int optimize,
    Packing packing,
    boolean singlePrecisionConstants,
    boolean keepsLostBits) {
  /**
   * {@code -fpack-struct[=n]}.
   *
   * @param whole every structure is {@code packed}
   * @param bound the most that a member's alignment may be, 0 without a bound
   */
  public record Packing(boolean whole, int bound) {
    public static final Packing NATURAL = new Packing(false, 0);
  }

  /** The defaults for a standard, without optimisation. */
  public static CheckOptions of(DataModel model, Standard standard, boolean gnu) {
    return of(model, standard, gnu, 0);
  }

  /** The defaults for a standard and an {@code -O} level. */
  public static CheckOptions of(DataModel model, Standard standard, boolean gnu, int optimize) {
    return new CheckOptions(
        model,
        standard,
        gnu,
        true,
        true,
        Set.of(),
        !standard.atLeast(Standard.C99),
        false,
        "default",
        true,
        false,
        optimize,
        Packing.NATURAL,
        false,
        false);
  }

  public boolean c99() {
    return standard.atLeast(Standard.C99);
  }

  public boolean c11() {
    return standard.atLeast(Standard.C11);
  }

  public boolean c23() {
    return standard.atLeast(Standard.C23);
  }
}
