package dev.ferry.driver.cc;

import dev.ferry.c.check.CheckOptions;
import dev.ferry.lower.LoweringOptions.Filling;
import dev.ferry.lower.LoweringOptions.Overflow;
import dev.ferry.opt.OptOptions.StackProtector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies {@code -f…} options, in order; the last of two that contradict each other wins. */
final class FeatureFlags {
  private final CcOptions options;
  private final SanitizerFlags sanitizers;
  private boolean picChosen;

  FeatureFlags(CcOptions options) {
    this.options = options;
    this.sanitizers = new SanitizerFlags(options);
  }

  /** {@code a} is a whole option such as {@code -fno-common}. */
  void apply(String a) throws UsageException {
    boolean on = !a.startsWith("-fno-");
    String name = a.substring(on ? 2 : 5);
    int equals = name.indexOf('=');
    if (equals >= 0) {
      withValue(a, on, name.substring(0, equals), name.substring(equals + 1));
      return;
    }
    switch (name) {
      case "PIC", "pic" -> pic(on, name.equals("PIC") ? 2 : 1);
      case "PIE", "pie" -> pie(on, name.equals("PIE") ? 2 : 1);
      case "common" -> options.common = on;
      case "wrapv" -> overflow(on, Overflow.WRAPS);
      case "trapv" -> overflow(on, Overflow.TRAPS);
      case "optimize-sibling-calls" -> options.siblingCalls = on;
      case "shrink-wrap" -> options.shrinkWrap = on;
      case "schedule-insns2" -> options.schedule = on;
      case "wrapv-pointer" -> {}
      case "strict-overflow" -> overflow(!on, Overflow.WRAPS);
      case "strict-aliasing" -> options.strictAliasing = on;
      case "delete-null-pointer-checks" -> options.keepNullChecks = !on;
      case "ms-extensions", "plan9-extensions" -> options.msExtensions = on;
      case "unsigned-bitfields" -> options.unsignedBitFields = on;
      case "signed-bitfields" -> options.unsignedBitFields = !on;
      case "pack-struct" -> options.packing = new CheckOptions.Packing(on, options.packing.bound());
      case "stack-protector" -> stackProtector(on, StackProtector.TEXT);
      case "stack-protector-all" -> stackProtector(on, StackProtector.ALL);
      case "stack-protector-strong" -> stackProtector(on, StackProtector.STRONG);
      case "stack-protector-explicit" -> stackProtector(on, StackProtector.EXPLICIT);
      case "instrument-functions" -> options.instrument = on;
      case "function-sections" -> options.functionSections = on;
      case "data-sections" -> options.dataSections = on;
      case "omit-frame-pointer" -> options.framePointer = !on;
      case "unwind-tables", "asynchronous-unwind-tables", "exceptions" -> options.unwindTables = on;
      case "jump-tables" -> options.jumpTables = on;
      case "bit-tests" -> options.bitTests = on;
      case "unroll-loops", "unroll-all-loops" -> options.unrollLoops = on;
      case "freestanding" -> {
        options.preprocessor.hosted = !on;
        options.noBuiltin = on;
      }
      case "hosted" -> options.preprocessor.hosted = on;
      case "builtin" -> options.noBuiltin = !on;
      case "signed-char" -> options.charUnsigned = !on;
      case "unsigned-char" -> options.charUnsigned = on;
      case "short-enums" -> options.shortEnums = on;
      case "short-wchar" -> options.shortWchar = on;
      case "gnu89-inline" -> {
        options.gnu89Inline = on;
        options.preprocessor.target.gnu89Inline = on;
      }
      case "preprocessed" -> options.preprocessor.preprocessed = on;
      case "syntax-only" -> options.syntaxOnly = on;
      case "permissive" -> options.permissive = on;
      case "diagnostics-show-caret" -> options.showCaret = on;
      case "diagnostics-parseable-fixits" -> options.parseableFixIts = on;
      case "diagnostics-color" -> options.colour = on;
      case "openmp" -> {
        if (on) {
          throw new UsageException("‘-fopenmp’ is not supported");
        }
      }
      case "inline" -> {
        options.preprocessor.target.noInline = !on;
        options.inline = on;
      }
      case "sanitize-recover" -> sanitizers.recover(on);
      case "sanitize-undefined-trap-on-error" -> sanitizers.trap(on);
      case "mem-report", "stats" -> {}
      case "time-report" -> options.timeReport = on;
      default -> {
        if (!floatingPoint(name, on)) {
          byTable(a, name, on);
        }
      }
    }
  }

  /** Options about floating point; false if it is none of them. */
  private boolean floatingPoint(String name, boolean on) {
    switch (name) {
      case "fast-math" -> fastMath(on);
      case "unsafe-math-optimizations" -> unsafeMath(on);
      case "associative-math" -> options.preprocessor.target.associativeMath = on;
      case "reciprocal-math" -> options.preprocessor.target.reciprocalMath = on;
      case "signed-zeros" -> options.preprocessor.target.noSignedZeros = !on;
      case "trapping-math" -> options.preprocessor.target.noTrappingMath = !on;
      case "finite-math-only" -> options.preprocessor.target.finiteMathOnly = on;
      case "math-errno" -> {
        options.mathErrno = on;
        options.preprocessor.target.noMathErrno = !on;
      }
      case "single-precision-constant" -> options.singlePrecisionConstants = on;
      case "cx-limited-range" -> {
        options.limitedComplexRange = on;
        options.preprocessor.target.shortComplexMath = on;
      }
      case "cx-fortran-rules" -> options.preprocessor.target.shortComplexMath = on;
      case "rounding-math" -> {
        options.fenvAccess = on;
        options.preprocessor.target.roundingMath = on;
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Options that come in families, and those that change nothing. */
  private void byTable(String a, String name, boolean on) throws UsageException {
    String pass = pass(name);
    if (pass != null) {
      options.switchPass(pass, on);
    } else if (name.startsWith("builtin-") && !on && name.length() > 8) {
      options.noBuiltinNames.add(name.substring(8));
    } else if (name.startsWith("dump-") || name.startsWith("opt-info")) {
      options.internal.put(name, "");
    } else if (!AcceptedOptions.F.contains(name) || on && OptionValues.needsValue(name)) {
      throw UsageException.unknownOption(a);
    }
  }

  /** {@code -fname=value}; only one has a {@code -fno-name=value}. */
  private void withValue(String a, boolean on, String name, String value) throws UsageException {
    if (!on && !name.equals("sanitize") && !name.equals("sanitize-recover")) {
      throw UsageException.unknownOption(a);
    }
    switch (name) {
      case "visibility" -> {
        if (!List.of("default", "hidden", "protected", "internal").contains(value)) {
          throw new UsageException("unrecognized visibility value ‘" + value + "’");
        }
        options.visibility = value;
      }
      case "trivial-auto-var-init" ->
          options.filling =
              switch (value) {
                case "uninitialized" -> Filling.NONE;
                case "zero" -> Filling.ZERO;
                case "pattern" -> Filling.PATTERN;
                default ->
                    throw new UsageException(
                        "unrecognized automatic variable initialization type ‘" + value + "’");
              };
      case "fp-contract" -> {
        if (!List.of("off", "on", "fast").contains(value)) {
          throw new UsageException("unknown floating-point contraction style ‘" + value + "’");
        }
        options.contractFloats = value.equals("fast");
      }
      case "max-errors" -> options.maxErrors = CommandWords.number(a, value);
      case "diagnostics-color" -> {
        switch (value) {
          case "always" -> options.colour = true;
          case "never" -> options.colour = false;
          case "auto" -> options.colour = null;
          default -> throw UsageException.unknownOption(a);
        }
      }
      case "pack-struct" -> {
        int bound = CommandWords.number(a, value);
        if (Integer.bitCount(bound) != 1 || bound > 16) {
          throw new UsageException(
              "structure alignment must be a small power of two, not " + value);
        }
        options.packing = new CheckOptions.Packing(options.packing.whole(), bound);
      }
      case "diagnostics-format" -> {
        if (!List.of("text", "json", "json-stderr", "sarif", "sarif-stderr").contains(value)) {
          throw new UsageException("unrecognized argument in option ‘" + a + "’");
        }
        options.diagnosticsFormat = value;
      }
      case "file-prefix-map",
          "macro-prefix-map",
          "debug-prefix-map",
          "canon-prefix-map",
          "profile-prefix-map" -> {
        int equals = value.indexOf('=');
        if (equals < 0) {
          throw new UsageException("invalid argument ‘" + value + "’ to ‘-f" + name + "’");
        }
        String from = value.substring(0, equals);
        String to = value.substring(equals + 1);
        if (!name.equals("debug-prefix-map")) {
          options.preprocessor.prefixMap.put(from, to);
        }
        if (!name.equals("macro-prefix-map")) {
          options.prefixMap.put(from, to);
        }
      }
      case "sanitize", "sanitize-recover" -> sanitizers.select(a, name, on, value);
      case "fuel", "pass-order-seed", "dump-after", "stop-after", "disable-pass", "verify-each" ->
          options.internal.put(name, value);
      case "input-charset", "exec-charset" -> {
        if (!value.equalsIgnoreCase("utf-8") && !value.equalsIgnoreCase("utf8")) {
          throw new UsageException("conversion from " + value + " to UTF-8 not supported");
        }
      }
      case "plugin" -> throw new UsageException("plugins are not supported: ‘" + a + "’");
      default -> {
        if (name.startsWith("dump-")) {
          options.internal.put(name, value);
        } else {
          OptionValues.checkF(a, name, value);
        }
      }
    }
  }

  /** Ferry's pass that does what gcc's option switches, or null. */
  private static @Nullable String pass(String name) {
    return switch (name) {
      case "dse", "tree-dse" -> "dse";
      case "tree-loop-im", "move-loop-invariants" -> "licm";
      case "move-loop-stores" -> "store-motion";
      case "store-merging" -> "store-merging";
      case "tree-ch" -> "rotate";
      case "ivopts" -> "strength";
      case "tree-loop-distribute-patterns" -> "loop-idioms";
      case "if-conversion" -> "if-convert";
      case "thread-jumps" -> "thread-jumps";
      case "tree-switch-conversion" -> "switch-conversion";
      default -> null;
    };
  }

  /** {@code -fno-wrapv} undoes {@code -fwrapv}, not {@code -ftrapv}. */
  private void overflow(boolean on, Overflow kind) {
    if (on) {
      options.overflow = kind;
    } else if (options.overflow == kind) {
      options.overflow = Overflow.UNDEFINED;
    }
  }

  /** A {@code no-} form undoes each of them, as with gcc. */
  private void stackProtector(boolean on, StackProtector kind) {
    options.stackProtector = on ? kind : StackProtector.NONE;
    options.preprocessor.target.stackProtector = options.stackProtector.ordinal();
  }

  /** {@code -ffast-math}, also as {@code -Ofast} has it. */
  void fastMath(boolean on) {
    options.fastMath = on;
    options.limitedComplexRange = on;
    options.mathErrno = !on;
    options.preprocessor.target.fastMath = on;
    options.preprocessor.target.finiteMathOnly = on;
  }

  /** What Ferry's optimiser has no use for shows in predefined macros all the same. */
  private void unsafeMath(boolean on) {
    options.preprocessor.target.noSignedZeros = on;
    options.preprocessor.target.noTrappingMath = on;
    options.preprocessor.target.associativeMath = on;
    options.preprocessor.target.reciprocalMath = on;
  }

  private void pic(boolean on, int level) {
    picChosen = true;
    options.pic = on;
    options.pie = false;
    options.preprocessor.target.pic = on ? level : 0;
    options.preprocessor.target.pie = 0;
  }

  private void pie(boolean on, int level) {
    picChosen = true;
    options.pic = false;
    options.pie = on;
    options.preprocessor.target.pic = on ? level : 0;
    options.preprocessor.target.pie = on ? level : 0;
  }

  /** What is linked to be moved is compiled to be moved unless the line says how to compile. */
  void impliedPic() {
    if (picChosen) {
      return;
    }
    if (options.shared) {
      pic(true, 2);
    } else if (options.linkPie) {
      pie(true, 2);
    }
  }
}
