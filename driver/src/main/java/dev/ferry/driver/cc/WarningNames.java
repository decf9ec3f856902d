package dev.ferry.driver.cc;

import dev.ferry.base.diag.DiagnosticKind;
import dev.ferry.c.check.CheckDiagnostic;
import dev.ferry.c.lex.LexDiagnostic;
import dev.ferry.c.parse.ParseDiagnostic;
import dev.ferry.c.pp.PpDiagnostic;
import java.util.HashSet;
import java.util.Set;

/**
 * Which {@code -W} names exist: those of Ferry's diagnostics, and gcc's that Ferry has nothing for.
 */
final class WarningNames {
  /** Warnings of gcc 12 that are accepted and never given. */
  private static final Set<String> SILENT =
      Set.of(
          "abi",
          "aggregate-return",
          "aggressive-loop-optimizations",
          "alloc-zero",
          "alloca",
          "alloca-larger-than",
          "analyzer-too-complex",
          "arith-conversion",
          "array-bounds",
          "array-compare",
          "array-parameter",
          "array-temporaries",
          "attribute-alias",
          "attribute-warning",
          "bad-function-cast",
          "bidi-chars",
          "bool-compare",
          "bool-operation",
          "builtin-declaration-mismatch",
          "c++-compat",
          "c11-c2x-compat",
          "c90-c99-compat",
          "c99-c11-compat",
          "cannot-profile",
          "cast-align",
          "cast-function-type",
          "cast-qual",
          "clobbered",
          "conversion",
          "coverage-mismatch",
          "cpp",
          "dangling-pointer",
          "date-time",
          "declaration-after-statement",
          "deprecated",
          "deprecated-declarations",
          "disabled-optimization",
          "double-promotion",
          "duplicated-branches",
          "duplicated-cond",
          "extra-semi",
          "float-conversion",
          "float-equal",
          "format-diag",
          "format-nonliteral",
          "format-overflow",
          "format-security",
          "format-signedness",
          "format-truncation",
          "format-y2k",
          "frame-address",
          "frame-larger-than",
          "free-nonheap-object",
          "hsa",
          "if-not-aligned",
          "ignored-attributes",
          "ignored-qualifiers",
          "implicit-fallthrough",
          "init-self",
          "inline",
          "int-in-bool-context",
          "int-to-pointer-cast",
          "invalid-memory-model",
          "invalid-pch",
          "jump-misses-init",
          "larger-than",
          "logical-op",
          "long-long",
          "lto-type-mismatch",
          "maybe-uninitialized",
          "memset-elt-size",
          "memset-transposed-args",
          "misleading-indentation",
          "mismatched-dealloc",
          "missing-attributes",
          "missing-declarations",
          "missing-format-attribute",
          "missing-include-dirs",
          "missing-noreturn",
          "missing-profile",
          "multichar",
          "multistatement-macros",
          "nested-externs",
          "nonnull-compare",
          "normalized",
          "null-dereference",
          "odr",
          "openacc-parallelism",
          "opt-info",
          "overlength-strings",
          "override-init-side-effects",
          "packed",
          "packed-bitfield-compat",
          "packed-not-aligned",
          "padded",
          "pedantic-ms-format",
          "pointer-compare",
          "pragmas",
          "redundant-decls",
          "restrict",
          "return-local-addr",
          "scalar-storage-order",
          "sequence-point",
          "shadow-compatible-local",
          "shadow-local",
          "shift-overflow",
          "sign-conversion",
          "sizeof-array-div",
          "sizeof-pointer-div",
          "sizeof-pointer-memaccess",
          "stack-protector",
          "stack-usage",
          "strict-aliasing",
          "strict-overflow",
          "string-compare",
          "stringop-overflow",
          "stringop-overread",
          "stringop-truncation",
          "suggest-attribute",
          "switch-bool",
          "switch-default",
          "switch-outside-range",
          "switch-unreachable",
          "sync-nand",
          "system-headers",
          "tautological-compare",
          "traditional",
          "traditional-conversion",
          "trampolines",
          "trigraphs",
          "tsan",
          "undef",
          "uninitialized",
          "unknown-pragmas",
          "unsafe-loop-optimizations",
          "unsuffixed-float-constants",
          "unused-const-variable",
          "unused-dummy-argument",
          "unused-local-typedefs",
          "unused-macros",
          "unused-result",
          "vector-operation-performance",
          "vla",
          "vla-larger-than",
          "vla-parameter",
          "volatile-register-var",
          "write-strings",
          "xor-used-as-pow",
          "zero-length-bounds",
          "error",
          "fatal-errors");

  private static final Set<String> KNOWN = known();

  private WarningNames() {}

  private static Set<String> known() {
    Set<String> names = new HashSet<>(SILENT);
    add(names, CheckDiagnostic.values());
    add(names, ParseDiagnostic.values());
    add(names, PpDiagnostic.values());
    add(names, LexDiagnostic.values());
    return names;
  }

  private static void add(Set<String> names, DiagnosticKind[] kinds) {
    for (DiagnosticKind kind : kinds) {
      String flag = kind.flag();
      if (flag != null) {
        names.add(flag);
      }
    }
  }

  static boolean isKnown(String name) {
    return KNOWN.contains(name);
  }
}
