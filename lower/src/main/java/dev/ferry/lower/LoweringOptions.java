package dev.ferry.lower;

import dev.ferry.ir.Symbol;

/**
 * What the command line says to the lowering.
 *
 * @param moduleName the source's name
 * @param optimization 0..3: from 1 on inline-only definitions are lowered for the inliner
 * @param overflow what signed overflow does: {@code -fwrapv}, {@code -ftrapv}
 * @param strictAliasing {@code -fstrict-aliasing}: alias classes by type
 * @param common {@code -fcommon}: tentative definitions become common symbols
 * @param pic the position independence of the output
 * @param debug {@code -g}: record which slot holds which variable
 * @param limitedComplexRange {@code -fcx-limited-range}, part of {@code -ffast-math}
 * @param mathErrno {@code -fmath-errno}: {@code sqrt} of a negative number sets errno
 * @param instrument {@code -finstrument-functions}: functions call hooks
 * @param guardStack {@code -fstack-protector}: slots are known by what is in them
 * @param filling {@code -ftrivial-auto-var-init}: what automatic objects are filled with
 * @param visibility {@code -fvisibility=}
 * @param sanitizing {@code -fsanitize=}
 */
public record LoweringOptions(
    String moduleName,
    int optimization,
    Overflow overflow,
    boolean strictAliasing,
    boolean common,
    Pic pic,
    boolean debug,
    boolean limitedComplexRange,
    boolean mathErrno,
    boolean instrument,
    boolean guardStack,
    Filling filling,
    Symbol.Visibility visibility,
    Sanitizing sanitizing) {
  /** What the overflow of a signed addition, subtraction, multiplication or negation does. */
  public enum Overflow {
    /** Anything (C17 6.5p5). */
    UNDEFINED,
    WRAPS,
    /** It calls {@code abort}. */
    TRAPS
  }

  /** What an automatic object holds that has no initialiser. */
  public enum Filling {
    /** Whatever lies there. */
    NONE(0),
    ZERO(0),
    /** A value that no program expects: gcc's. */
    PATTERN(0xfe);

    /** Each of its bytes. */
    final int octet;

    Filling(int octet) {
      this.octet = octet;
    }
  }

  /** {@code -fno-pic}, {@code -fpie}, {@code -fpic}. */
  public enum Pic {
    NONE,
    PIE,
    PIC
  }

  /** gcc's defaults at {@code -O0}. */
  public static LoweringOptions defaults(String moduleName) {
    return new LoweringOptions(
        moduleName,
        0,
        Overflow.UNDEFINED,
        false,
        false,
        Pic.NONE,
        false,
        false,
        true,
        false,
        false,
        Filling.NONE,
        Symbol.Visibility.DEFAULT,
        Sanitizing.NONE);
  }

  /** gcc's defaults at an optimisation level: type-based aliasing from 2 on. */
  public LoweringOptions withOptimization(int level) {
    return new LoweringOptions(
        moduleName,
        level,
        overflow,
        level >= 2,
        common,
        pic,
        debug,
        limitedComplexRange,
        mathErrno,
        instrument,
        guardStack,
        filling,
        visibility,
        sanitizing);
  }
}
