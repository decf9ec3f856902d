package dev.ferry.driver.cc;

import java.util.Set;

/**
 * Options that are accepted and change nothing here: what they ask for is always so, never so, or a
 * hint. Everything else that is unknown is an error, because configure scripts probe for that.
 */
final class AcceptedOptions {
  private AcceptedOptions() {}

  /** {@code -f} options without their {@code no-}. */
  static final Set<String> F =
      Set.of(
          "asynchronous-unwind-tables", "align-functions", "align-jumps", "align-labels",
          "align-loops", "associative-math", "auto-inc-dec", "branch-count-reg", "caller-saves",
          "canonical-system-headers", "code-hoisting", "combine-stack-adjustments",
          "compare-elim", "conserve-stack", "cprop-registers", "crossjumping",
          "cse-follow-jumps", "cx-fortran-rules", "debug-types-section", "defer-pop",
          "delayed-branch", "delete-dead-exceptions", "devirtualize",
          "devirtualize-speculatively", "diagnostics-show-labels",
          "diagnostics-show-line-numbers", "diagnostics-show-option", "early-inlining",
          "eliminate-unused-debug-types", "eliminate-unused-debug-symbols", "exceptions",
          "excess-precision", "expensive-optimizations", "ext-numeric-literals", "fat-lto-objects",
          "finite-loops", "finite-math-only", "float-store", "fold-simple-inlines",
          "forward-propagate", "function-cse", "gcse", "gcse-after-reload", "gcse-las", "gcse-lm",
          "gcse-sm", "graphite-identity", "guess-branch-probability", "harden-compares",
          "hoist-adjacent-loads", "ident", "if-conversion", "if-conversion2", "indirect-inlining",
          "inline", "inline-atomics", "inline-functions", "inline-functions-called-once",
          "inline-limit", "inline-small-functions", "instrument-functions", "ipa-bit-cp", "ipa-cp",
          "ipa-cp-clone", "ipa-icf", "ipa-modref", "ipa-profile", "ipa-pta", "ipa-pure-const",
          "ipa-ra", "ipa-reference", "ipa-sra", "ipa-vrp", "ira-hoist-pressure",
          "ira-share-save-slots", "ira-share-spill-slots", "isolate-erroneous-paths-dereference",
          "ivopts", "keep-inline-functions", "keep-static-consts", "keep-static-functions",
          "large-source-files", "leading-underscore", "live-range-shrinkage",
          "loop-interchange", "loop-nest-optimize", "loop-optimize", "lra-remat", "lto",
          "lto-partition", "merge-all-constants", "merge-constants", "modulo-sched",
          "move-loop-invariants", "non-call-exceptions", "nothrow-opt", "objc-gc", "omit-frame-pointer-leaf",
          "openmp-simd", "optimize-sibling-calls", "optimize-strlen", 
          "partial-inlining", "peel-loops", "peephole", "peephole2", "plt", "predictive-commoning",
          "prefetch-loop-arrays", "printf-return-value", "profile-correction",
          "reciprocal-math", "record-gcc-switches", "ree", "rename-registers", "reorder-blocks",
          "reorder-blocks-and-partition", "reorder-functions", "rerun-cse-after-loop",
          "reschedule-modulo-scheduled-loops", "rounding-math", "rtti", "sched-interblock",
          "sched-pressure", "sched-spec", "schedule-fusion", "schedule-insns", "schedule-insns2",
          "section-anchors", "semantic-interposition", "set-stack-executable",
          "short-double", "shrink-wrap", "shrink-wrap-separate", "signaling-nans",
          "signed-zeros", "single-precision-constant", "sized-deallocation", "split-ivs-in-unroller",
          "split-loops", "split-paths", "split-wide-types", "ssa-phiopt", "stack-check",
          "stack-clash-protection", "stack-protector", "stack-protector-all",
          "stack-protector-explicit", "stack-protector-strong", "stack-reuse", "stdarg-opt",
          "store-merging", "strict-enums", "strict-overflow", "strict-volatile-bitfields",
          "sync-libcalls", "thread-jumps", "threadsafe-statics", "toplevel-reorder", "tracer",
          "track-macro-expansion", "trapping-math", "trapv", "tree-bit-ccp",
          "tree-builtin-call-dce", "tree-ccp", "tree-ch", "tree-coalesce-vars", "tree-copy-prop",
          "tree-dce", "tree-dominator-opts", "tree-dse", "tree-forwprop", "tree-fre",
          "tree-loop-distribute-patterns", "tree-loop-distribution", "tree-loop-im",
          "tree-loop-ivcanon", "tree-loop-optimize", "tree-loop-vectorize", "tree-parallelize-loops",
          "tree-partial-pre", "tree-phiprop", "tree-pre", "tree-pta", "tree-reassoc",
          "tree-scev-cprop", "tree-sink", "tree-slp-vectorize", "tree-slsr", "tree-sra",
          "tree-switch-conversion", "tree-tail-merge", "tree-ter", "tree-vectorize", "tree-vrp",
          "unconstrained-commons", "unit-at-a-time", "unroll-all-loops", "unroll-loops",
          "unsafe-math-optimizations", "unswitch-loops", "use-linker-plugin", "use-cxa-atexit",
          "var-tracking", "var-tracking-assignments", "vect-cost-model", "version-loops-for-strides",
          "visibility-inlines-hidden", "vpt", "web", "whole-program", "working-directory",
          "zero-initialized-in-bss", "zero-call-used-regs", "cf-protection", "lifetime-dse",
          "dwarf2-cfi-asm", "checking", "compare-debug", "diagnostics-generate-patch",
          "message-length", "tabstop", "template-depth", "directives-only",
          "pch-preprocess", "pch-deps", "random-seed", "emulated-tls",
          "tls-model", "vector-cost-model", "simd-cost-model", "constexpr-depth", "asan",
          "builtin-fma", "allow-store-data-races", "ipa-strict-aliasing", "bit-tests",
          "operator-names", "gnu-keywords", "gnu-unique",
          "macro-backtrace-limit", "lax-vector-conversions", "cond-mismatch",
          "ms-extensions", "plan9-extensions", "asm", "hosted", "signed-bitfields",
          "unsigned-bitfields", "trampolines", "min-function-alignment");

  /** {@code -m} options, whole or before {@code =}. */
  static final Set<String> M =
      Set.of(
          "tune", "cpu", "branch-cost", "preferred-stack-boundary", "plt", "no-plt",
          "explicit-relocs", "no-explicit-relocs", "riscv-attribute", "no-riscv-attribute",
          "emit-attribute", "csr-check", "no-csr-check", "shorten-memrefs", "no-shorten-memrefs",
          "stack-protector-guard", "stack-protector-guard-reg", "stack-protector-guard-offset",
          "align-data", "isa-spec", "little-endian", "div", "fdiv", "inline-atomics");

  /** Whole options of other kinds. */
  static final Set<String> OTHER =
      Set.of(
          "-pipe", "-no-canonical-prefixes", "-traditional", "-Qn", "-Qy",
          "-no-integrated-cpp", "-pass-exit-codes", "-p", 
          "-shared-libgcc", "-static-libgcc", "-static-libstdc++", "-fdiagnostics-plain-output");
}
