package dev.ferry.c.pp;

import dev.ferry.c.lex.Dialect;
import dev.ferry.c.lex.Standard;

/**
 * The predefined macros as {@code #define} lines: those of gcc 12 for RISC-V, since headers and
 * programs ask for them, and {@code __FERRY__}.
 */
final class PredefinedMacros {
  private static final String GCC_VERSION = "12.2.0";

  private final PreprocessorOptions options;
  private final PreprocessorOptions.Target target;
  private final Dialect dialect;
  private final boolean lp64;
  private final StringBuilder text = new StringBuilder(16384);

  PredefinedMacros(PreprocessorOptions options) {
    this.options = options;
    this.target = options.target;
    this.dialect = options.dialect;
    this.lp64 = options.dialect.xlen() == 64;
  }

  String text() {
    language();
    integers();
    exactTypes();
    floats();
    atomics();
    codeGeneration();
    riscv();
    system();
    return text.toString();
  }

  private void define(String name, Object value) {
    text.append("#define ").append(name).append(' ').append(value).append('\n');
  }

  private void flags(String names) {
    for (String name : names.split(" ")) {
      define(name, 1);
    }
  }

  private void language() {
    if (dialect.assembler()) {
      define("__ASSEMBLER__", 1);
    } else {
      if (dialect.standard().version() != 0) {
        // gcc 12 knows C23 as the draft it was then; Ferry has the whole.
        define("__STDC_VERSION__", dialect.standard().version() + "L");
      }
      if (dialect.atLeast(Standard.C99)) {
        flags("__STDC_UTF_16__ __STDC_UTF_32__");
      }
      if (dialect.atLeast(Standard.C23)) {
        define("__STDC_EMBED_NOT_FOUND__", 0);
        define("__STDC_EMBED_FOUND__", 1);
        define("__STDC_EMBED_EMPTY__", 2);
      }
    }
    define("__STDC__", 1);
    define("__STDC_HOSTED__", options.hosted ? 1 : 0);
    if (!dialect.gnu()) {
      define("__STRICT_ANSI__", 1);
    }
    boolean gnuInline = !dialect.atLeast(Standard.C99) || target.gnu89Inline;
    define(gnuInline ? "__GNUC_GNU_INLINE__" : "__GNUC_STDC_INLINE__", 1);
    define("__FERRY__", 1);
    define("__GNUC__", 12);
    define("__GNUC_MINOR__", 2);
    define("__GNUC_PATCHLEVEL__", 0);
    define("__VERSION__", "\"" + GCC_VERSION + "\"");
    define("__GXX_ABI_VERSION", 1017);
    define("__GNUC_EXECUTION_CHARSET_NAME", "\"UTF-8\"");
    define(
        "__GNUC_WIDE_EXECUTION_CHARSET_NAME",
        dialect.shortWchar() ? "\"UTF-16LE\"" : "\"UTF-32LE\"");
    define("__USER_LABEL_PREFIX__", "");
    define("__REGISTER_PREFIX__", "");
    define("__PRAGMA_REDEFINE_EXTNAME", 1);
    if (dialect.charUnsigned()) {
      define("__CHAR_UNSIGNED__", 1);
    }
  }

  private void integers() {
    int word = lp64 ? 8 : 4;
    define("__CHAR_BIT__", 8);
    define("__BIGGEST_ALIGNMENT__", 16);
    define("__ORDER_LITTLE_ENDIAN__", 1234);
    define("__ORDER_BIG_ENDIAN__", 4321);
    define("__ORDER_PDP_ENDIAN__", 3412);
    define("__BYTE_ORDER__", "__ORDER_LITTLE_ENDIAN__");
    define("__FLOAT_WORD_ORDER__", "__ORDER_LITTLE_ENDIAN__");
    define("__SIZEOF_SHORT__", 2);
    define("__SIZEOF_INT__", 4);
    define("__SIZEOF_LONG__", word);
    define("__SIZEOF_LONG_LONG__", 8);
    define("__SIZEOF_FLOAT__", 4);
    define("__SIZEOF_DOUBLE__", 8);
    define("__SIZEOF_LONG_DOUBLE__", 16);
    define("__SIZEOF_POINTER__", word);
    define("__SIZEOF_SIZE_T__", word);
    define("__SIZEOF_PTRDIFF_T__", word);
    define("__SIZEOF_WCHAR_T__", dialect.wcharSize());
    define("__SIZEOF_WINT_T__", 4);
    if (lp64) {
      define("__SIZEOF_INT128__", 16);
      flags("_LP64 __LP64__");
    }
    limit("SCHAR", 8, "");
    limit("SHRT", 16, "");
    limit("INT", 32, "");
    limit("LONG", lp64 ? 64 : 32, "L");
    limit("LONG_LONG", 64, "LL");
    define("__SIG_ATOMIC_TYPE__", "int");
    limit("SIG_ATOMIC", 32, "");
    define("__SIG_ATOMIC_MIN__", "(-__SIG_ATOMIC_MAX__ - 1)");
    if (dialect.shortWchar()) {
      define("__WCHAR_TYPE__", "short unsigned int");
      define("__WCHAR_MAX__", "0xffff");
      define("__WCHAR_MIN__", 0);
      define("__WCHAR_WIDTH__", 16);
    } else {
      define("__WCHAR_TYPE__", "int");
      limit("WCHAR", 32, "");
      define("__WCHAR_MIN__", "(-__WCHAR_MAX__ - 1)");
    }
    define("__WINT_TYPE__", "unsigned int");
    define("__WINT_MAX__", "0xffffffffU");
    define("__WINT_MIN__", "0U");
    define("__WINT_WIDTH__", 32);
    define("__CHAR16_TYPE__", "short unsigned int");
    define("__CHAR32_TYPE__", "unsigned int");
  }

  private void limit(String name, int width, String suffix) {
    define("__" + name + "_MAX__", maximum(width, true, suffix));
    define("__" + name + "_WIDTH__", width);
  }

  private static String maximum(int width, boolean signed, String suffix) {
    String digits = (signed ? "7" : "f") + "f".repeat(width / 4 - 1);
    return "0x" + digits + (signed || width < 32 ? suffix : suffix.isEmpty() ? "U" : "U" + suffix);
  }

  /** The types of {@code <stdint.h>} and {@code <stddef.h>}, their limits and constant macros. */
  private void exactTypes() {
    String wide = lp64 ? "long int" : "long long int";
    String wideSuffix = lp64 ? "L" : "LL";
    String word = lp64 ? "long int" : "int";
    String wordSuffix = lp64 ? "L" : "";
    int xlen = dialect.xlen();
    exact(8, "signed char", "unsigned char", "", "INT", "");
    exact(16, "short int", "short unsigned int", "", "INT", "");
    exact(32, "int", "unsigned int", "", "INT", "");
    exact(64, wide, unsigned(wide), wideSuffix, "INT", "");
    exact(8, "signed char", "unsigned char", "", "INT_LEAST", "w");
    exact(16, "short int", "short unsigned int", "", "INT_LEAST", "w");
    exact(32, "int", "unsigned int", "", "INT_LEAST", "w");
    exact(64, wide, unsigned(wide), wideSuffix, "INT_LEAST", "w");
    fast(8, "signed char", "unsigned char", 8, "");
    fast(16, word, unsigned(word), xlen, wordSuffix);
    fast(32, word, unsigned(word), xlen, wordSuffix);
    fast(64, wide, unsigned(wide), 64, wideSuffix);
    pair("INTMAX", "UINTMAX", wide, unsigned(wide), 64, wideSuffix);
    pair("INTPTR", "UINTPTR", word, unsigned(word), xlen, wordSuffix);
    pair("PTRDIFF", "SIZE", word, unsigned(word), xlen, wordSuffix);
    define("__INTPTR_WIDTH__", xlen);
    define("__PTRDIFF_WIDTH__", xlen);
    define("__SIZE_WIDTH__", xlen);
    define("__INTMAX_WIDTH__", 64);
    define("__INTMAX_C(c)", "c ## " + wideSuffix);
    define("__UINTMAX_C(c)", "c ## U" + wideSuffix);
    define("__INT8_C(c)", "c");
    define("__INT16_C(c)", "c");
    define("__INT32_C(c)", "c");
    define("__INT64_C(c)", "c ## " + wideSuffix);
    define("__UINT8_C(c)", "c");
    define("__UINT16_C(c)", "c");
    define("__UINT32_C(c)", "c ## U");
    define("__UINT64_C(c)", "c ## U" + wideSuffix);
  }

  private static String unsigned(String type) {
    return switch (type) {
      case "int" -> "unsigned int";
      case "long int" -> "long unsigned int";
      default -> "long long unsigned int";
    };
  }

  private void exact(
      int width, String signed, String unsigned, String suffix, String kind, String widthMacro) {
    pair(kind + width, "U" + kind + width, signed, unsigned, width, suffix);
    if (!widthMacro.isEmpty()) {
      define("__" + kind + width + "_WIDTH__", width);
    }
  }

  private void fast(int name, String signed, String unsigned, int width, String suffix) {
    pair("INT_FAST" + name, "UINT_FAST" + name, signed, unsigned, width, suffix);
    define("__INT_FAST" + name + "_WIDTH__", width);
  }

  private void pair(
      String signedName,
      String unsignedName,
      String signed,
      String unsigned,
      int width,
      String suffix) {
    define("__" + signedName + "_TYPE__", signed);
    define("__" + unsignedName + "_TYPE__", unsigned);
    define("__" + signedName + "_MAX__", maximum(width, true, suffix));
    define("__" + unsignedName + "_MAX__", maximum(width, false, suffix));
  }

  /** One binary format (IEEE 754-2019 3.3). */
  private record Format(
      int mantissa,
      int digits,
      int decimalDigits,
      int minExponent,
      int min10,
      int maxExponent,
      int max10,
      String max,
      String min,
      String epsilon,
      String denormal) {}

  private static final Format SINGLE =
      new Format(
          24,
          6,
          9,
          -125,
          -37,
          128,
          38,
          "3.40282346638528859811704183484516925e+38",
          "1.17549435082228750796873653722224568e-38",
          "1.19209289550781250000000000000000000e-7",
          "1.40129846432481707092372958328991613e-45");
  private static final Format DOUBLE =
      new Format(
          53,
          15,
          17,
          -1021,
          -307,
          1024,
          308,
          "1.79769313486231570814527423731704357e+308",
          "2.22507385850720138309023271733240406e-308",
          "2.22044604925031308084726333618164062e-16",
          "4.94065645841246544176568792868221372e-324");
  private static final Format QUAD =
      new Format(
          113,
          33,
          36,
          -16381,
          -4931,
          16384,
          4932,
          "1.18973149535723176508575932662800702e+4932",
          "3.36210314311209350626267781732175260e-4932",
          "1.92592994438723585305597794258492732e-34",
          "6.47517511943802511092443895822764655e-4966");

  private static final Format HALF =
      new Format(
          11,
          3,
          5,
          -13,
          -4,
          16,
          4,
          "6.55040000000000000000000000000000000e+4",
          "6.10351562500000000000000000000000000e-5",
          "9.76562500000000000000000000000000000e-4",
          "5.96046447753906250000000000000000000e-8");

  private void floats() {
    define("__FLT_RADIX__", 2);
    define("__FLT_EVAL_METHOD__", 0);
    define("__FLT_EVAL_METHOD_TS_18661_3__", 0);
    define("__DEC_EVAL_METHOD__", 2);
    define("__DECIMAL_DIG__", 36);
    format("FLT", SINGLE, "", "F");
    format("DBL", DOUBLE, "((double)", "L)");
    format("LDBL", QUAD, "", "L");
    format("FLT16", HALF, "", "F16");
    format("FLT32", SINGLE, "", "F32");
    format("FLT64", DOUBLE, "", "F64");
    format("FLT128", QUAD, "", "F128");
    format("FLT32X", DOUBLE, "", "F32x");
    format("FLT64X", QUAD, "", "F64x");
    boolean f = hasFloat();
    boolean d = hasDouble();
    if (f) {
      flags("__FP_FAST_FMAF __FP_FAST_FMAF32");
    }
    if (d) {
      flags("__FP_FAST_FMA __FP_FAST_FMAF32x __FP_FAST_FMAF64");
    }
    boolean exact = d && !isInexact();
    define("__GCC_IEC_559", exact ? 2 : 0);
    define("__GCC_IEC_559_COMPLEX", exact && !target.shortComplexMath ? 2 : 0);
    define("__FINITE_MATH_ONLY__", target.fastMath || target.finiteMathOnly ? 1 : 0);
    flagIf(target.fastMath, "__FAST_MATH__");
    flagIf(target.fastMath || target.noMathErrno, "__NO_MATH_ERRNO__");
    flagIf(target.fastMath || target.noSignedZeros, "__NO_SIGNED_ZEROS__");
    flagIf(target.fastMath || target.noTrappingMath, "__NO_TRAPPING_MATH__");
    flagIf(target.fastMath || target.associativeMath, "__ASSOCIATIVE_MATH__");
    flagIf(target.fastMath || target.reciprocalMath, "__RECIPROCAL_MATH__");
    flagIf(target.roundingMath, "__ROUNDING_MATH__");
  }

  /** Whether an option lets arithmetic be other than IEC 60559 has it. */
  private boolean isInexact() {
    return target.fastMath
        || target.noSignedZeros
        || target.finiteMathOnly
        || target.associativeMath
        || target.reciprocalMath;
  }

  private void format(String name, Format format, String open, String close) {
    String prefix = "__" + name + "_";
    define(prefix + "MANT_DIG__", format.mantissa);
    define(prefix + "DIG__", format.digits);
    define(prefix + "DECIMAL_DIG__", format.decimalDigits);
    define(prefix + "MIN_EXP__", "(" + format.minExponent + ")");
    define(prefix + "MIN_10_EXP__", "(" + format.min10 + ")");
    define(prefix + "MAX_EXP__", format.maxExponent);
    define(prefix + "MAX_10_EXP__", format.max10);
    define(prefix + "MAX__", open + format.max + close);
    define(prefix + "NORM_MAX__", open + format.max + close);
    define(prefix + "MIN__", open + format.min + close);
    define(prefix + "EPSILON__", open + format.epsilon + close);
    define(prefix + "DENORM_MIN__", open + format.denormal + close);
    define(prefix + "HAS_DENORM__", 1);
    define(prefix + "HAS_INFINITY__", 1);
    define(prefix + "HAS_QUIET_NAN__", 1);
    define(prefix + "IS_IEC_60559__", 2);
  }

  private void atomics() {
    define("__ATOMIC_RELAXED", 0);
    define("__ATOMIC_CONSUME", 1);
    define("__ATOMIC_ACQUIRE", 2);
    define("__ATOMIC_RELEASE", 3);
    define("__ATOMIC_ACQ_REL", 4);
    define("__ATOMIC_SEQ_CST", 5);
    define("__GCC_ATOMIC_TEST_AND_SET_TRUEVAL", 1);
    int word = hasExtension('a') ? 2 : 1;
    for (String type : "BOOL CHAR CHAR16_T SHORT".split(" ")) {
      define("__GCC_ATOMIC_" + type + "_LOCK_FREE", 1);
    }
    for (String type : "CHAR32_T INT LONG POINTER".split(" ")) {
      define("__GCC_ATOMIC_" + type + "_LOCK_FREE", word);
    }
    define("__GCC_ATOMIC_WCHAR_T_LOCK_FREE", dialect.shortWchar() ? 1 : word);
    define("__GCC_ATOMIC_LLONG_LOCK_FREE", lp64 ? word : 1);
    if (hasExtension('a')) {
      define("__GCC_HAVE_SYNC_COMPARE_AND_SWAP_4", 1);
      flagIf(lp64, "__GCC_HAVE_SYNC_COMPARE_AND_SWAP_8");
    }
  }

  private void flagIf(boolean condition, String name) {
    if (condition) {
      define(name, 1);
    }
  }

  private void codeGeneration() {
    flagIf(target.optimize == 0 && !target.optimizeSize || target.noInline, "__NO_INLINE__");
    flagIf(target.optimize > 0 || target.optimizeSize, "__OPTIMIZE__");
    flagIf(target.optimizeSize, "__OPTIMIZE_SIZE__");
    if (target.pic > 0) {
      define("__pic__", target.pic);
      define("__PIC__", target.pic);
    }
    if (target.pie > 0) {
      define("__pie__", target.pie);
      define("__PIE__", target.pie);
    }
    switch (target.stackProtector) {
      case 1 -> define("__SSP__", 1);
      case 2 -> define("__SSP_ALL__", 2);
      case 3 -> define("__SSP_STRONG__", 3);
      case 4 -> define("__SSP_EXPLICIT__", 4);
      default -> {}
    }
    flagIf(target.exceptions, "__EXCEPTIONS");
    if (target.openmp) {
      define("_OPENMP", 201511);
    }
  }

  private void riscv() {
    flags("__riscv __riscv_arch_test");
    define("__riscv_xlen", dialect.xlen());
    boolean pic = target.pic > 0 || target.pie > 0;
    flagIf(pic, "__riscv_cmodel_pic");
    define("__riscv_cmodel_" + (pic ? "medany" : target.codeModel), 1);
    if (hasExtension('m')) {
      define("__riscv_mul", 1);
      flagIf(target.divide, "__riscv_div");
      flagIf(target.divide, "__riscv_muldiv");
    }
    flagIf(hasExtension('a'), "__riscv_atomic");
    flagIf(hasExtension('c'), "__riscv_compressed");
    flagIf(hasExtension('e'), "__riscv_32e");
    if (hasFloat()) {
      define("__riscv_flen", hasDouble() ? 64 : 32);
      flagIf(target.floatDivide, "__riscv_fdiv");
      flagIf(target.floatDivide, "__riscv_fsqrt");
    }
    String abi =
        target.mabi.endsWith("d") ? "double" : target.mabi.endsWith("f") ? "single" : "soft";
    define("__riscv_float_abi_" + abi, 1);
    flagIf(target.mabi.endsWith("e"), "__riscv_abi_rve");
    versions();
  }

  /** {@code __riscv_x}: major * 1,000,000 + minor * 1,000 of each extension. */
  private void versions() {
    for (char letter : "ieamfdcbv".toCharArray()) {
      if (hasExtension(letter)) {
        define("__riscv_" + letter, version(String.valueOf(letter)));
      }
    }
    for (String name : multiLetterExtensions()) {
      define("__riscv_" + name, version(name));
    }
  }

  private static long version(String name) {
    return switch (name) {
      case "i", "a" -> 2001000;
      case "e" -> 1009000;
      case "f", "d" -> 2002000;
      case "m", "c", "zicsr", "zifencei" -> 2000000;
      default -> 1000000;
    };
  }

  private java.util.Set<String> multiLetterExtensions() {
    java.util.Set<String> names = new java.util.TreeSet<>();
    String[] parts = target.march.split("_");
    for (int i = 1; i < parts.length; i++) {
      String name = parts[i].replaceFirst("[0-9]+(p[0-9]+)?$", "");
      if (name.length() > 1) {
        names.add(name);
      }
    }
    String first = parts[0];
    int z = first.indexOf('z');
    if (z > 0) {
      names.add(first.substring(z).replaceFirst("[0-9]+(p[0-9]+)?$", ""));
    }
    if (hasFloat()) {
      names.add("zicsr");
    }
    if (first.indexOf('g') >= 4) {
      names.add("zicsr");
      names.add("zifencei");
    }
    if (names.contains("zfh")) {
      names.add("zfhmin");
    }
    return names;
  }

  private boolean hasExtension(char letter) {
    String base = target.march.split("_", 2)[0];
    String letters = base.length() > 4 ? base.substring(4) : "";
    int z = letters.indexOf('z');
    letters = z >= 0 ? letters.substring(0, z) : letters;
    if (letters.indexOf(letter) >= 0) {
      return true;
    }
    if (letters.indexOf('g') >= 0) {
      return "imafd".indexOf(letter) >= 0;
    }
    for (String part : target.march.split("_")) {
      if (part.length() == 1 && part.charAt(0) == letter) {
        return true;
      }
    }
    return false;
  }

  private boolean hasDouble() {
    return hasExtension('d');
  }

  private boolean hasFloat() {
    return hasExtension('f') || hasDouble();
  }

  private void system() {
    flags("__ELF__");
    if (target.linux) {
      flags("__linux __linux__ __unix __unix__ __gnu_linux__");
      if (dialect.gnu()) {
        flags("linux unix");
      }
    }
    flagIf(target.pthread || target.openmp, "_REENTRANT");
  }
}
