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
    int optimize) {
  /** The defaults for a standard. */
  public static CheckOptions of(DataModel model, Standard standard, boolean gnu) {
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
        0);
  }

  public CheckOptions freestanding() {
    return new CheckOptions(
        model,
        standard,
        gnu,
        false,
        false,
        noBuiltins,
        gnu89Inline,
        common,
        visibility,
        plainBitFieldsSigned,
        msExtensions,
        optimize);
  }

  public CheckOptions withBuiltins(boolean builtins, Set<String> noBuiltins) {
    return new CheckOptions(
        model,
        standard,
        gnu,
        hosted,
        builtins,
        noBuiltins,
        gnu89Inline,
        common,
        visibility,
        plainBitFieldsSigned,
        msExtensions,
        optimize);
  }

  public CheckOptions withGnu89Inline(boolean gnu89Inline) {
    return new CheckOptions(
        model,
        standard,
        gnu,
        hosted,
        builtins,
        noBuiltins,
        gnu89Inline,
        common,
        visibility,
        plainBitFieldsSigned,
        msExtensions,
        optimize);
  }

  public CheckOptions withCommon(boolean common) {
    return new CheckOptions(
        model,
        standard,
        gnu,
        hosted,
        builtins,
        noBuiltins,
        gnu89Inline,
        common,
        visibility,
        plainBitFieldsSigned,
        msExtensions,
        optimize);
  }

  public CheckOptions withVisibility(String visibility) {
    return new CheckOptions(
        model,
        standard,
        gnu,
        hosted,
        builtins,
        noBuiltins,
        gnu89Inline,
        common,
        visibility,
        plainBitFieldsSigned,
        msExtensions,
        optimize);
  }

  public CheckOptions withPlainBitFieldsSigned(boolean signed) {
    return new CheckOptions(
        model,
        standard,
        gnu,
        hosted,
        builtins,
        noBuiltins,
        gnu89Inline,
        common,
        visibility,
        signed,
        msExtensions,
        optimize);
  }

  public CheckOptions withMsExtensions(boolean msExtensions) {
    return new CheckOptions(
        model,
        standard,
        gnu,
        hosted,
        builtins,
        noBuiltins,
        gnu89Inline,
        common,
        visibility,
        plainBitFieldsSigned,
        msExtensions,
        optimize);
  }

  public CheckOptions withOptimize(int optimize) {
    return new CheckOptions(
        model,
        standard,
        gnu,
        hosted,
        builtins,
        noBuiltins,
        gnu89Inline,
        common,
        visibility,
        plainBitFieldsSigned,
        msExtensions,
        optimize);
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
