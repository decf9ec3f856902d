package dev.ferry.driver.cc;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What may stand behind the {@code =} of options that change nothing here. A value that makes no
 * sense is an error as in gcc: it would be one as soon as the option mattered, and configure
 * scripts find out by it what there is.
 */
final class OptionValues {
  private OptionValues() {}

  /** A number. */
  private static final String NUMBER = "#";

  /** Up to four numbers with colons between them. */
  private static final String NUMBERS = "#:#";

  /** Anything. */
  private static final String TEXT = "*";

  /** Of {@code -f} options: {@link #NUMBER}, {@link #NUMBERS}, {@link #TEXT} or a list of words. */
  private static final Map<String, String> F =
      Map.ofEntries(
          Map.entry("abi-version", NUMBER),
          Map.entry("align-functions", NUMBERS),
          Map.entry("align-jumps", NUMBERS),
          Map.entry("align-labels", NUMBERS),
          Map.entry("align-loops", NUMBERS),
          Map.entry("analyzer-checker", TEXT),
          Map.entry("analyzer-verbosity", NUMBER),
          Map.entry("auto-profile", TEXT),
          Map.entry("callgraph-info", TEXT),
          Map.entry("cf-protection", "none"),
          Map.entry("checking", TEXT),
          Map.entry("diagnostics-add-output", TEXT),
          Map.entry("diagnostics-column-origin", NUMBER),
          Map.entry("diagnostics-column-unit", "byte display"),
          Map.entry("diagnostics-escape-format", "bytes unicode"),
          Map.entry("diagnostics-minimum-margin-width", NUMBER),
          Map.entry("diagnostics-path-format", "none separate-events inline-events"),
          Map.entry("diagnostics-show-location", "every-line once"),
          Map.entry("diagnostics-urls", "never auto always"),
          Map.entry("excess-precision", "16 fast standard"),
          Map.entry("inline-limit", NUMBER),
          Map.entry("ira-algorithm", "CB priority"),
          Map.entry("ira-region", "all mixed one"),
          Map.entry("ira-verbose", NUMBER),
          Map.entry("lifetime-dse", NUMBER),
          Map.entry("live-patching", "inline-clone inline-only-static"),
          Map.entry("lto", TEXT),
          Map.entry("lto-compression-level", NUMBER),
          Map.entry("lto-partition", "1to1 balanced max none one"),
          Map.entry("max-include-depth", NUMBER),
          Map.entry("message-length", NUMBER),
          Map.entry("offload", TEXT),
          Map.entry("opt-info", TEXT),
          Map.entry("permitted-flt-eval-methods", "c11 ts-18661-3"),
          Map.entry("profile-dir", TEXT),
          Map.entry("profile-generate", TEXT),
          Map.entry("profile-reproducible", "multithreaded parallel-runs serial"),
          Map.entry("profile-update", "atomic prefer-atomic single"),
          Map.entry("profile-use", TEXT),
          Map.entry("random-seed", TEXT),
          Map.entry("reorder-blocks-algorithm", "simple stc"),
          Map.entry("sched-stalled-insns", NUMBER),
          Map.entry("sched-stalled-insns-dep", NUMBER),
          Map.entry("sched-verbose", NUMBER),
          Map.entry("simd-cost-model", "cheap dynamic unlimited very-cheap"),
          Map.entry("stack-check", TEXT),
          Map.entry("stack-limit-register", TEXT),
          Map.entry("stack-limit-symbol", TEXT),
          Map.entry("stack-reuse", "all named_vars none"),
          Map.entry("tabstop", NUMBER),
          Map.entry("tls-model", "global-dynamic initial-exec local-dynamic local-exec"),
          Map.entry("track-macro-expansion", NUMBER),
          Map.entry("tree-parallelize-loops", NUMBER),
          Map.entry("tree-vectorizer-verbose", TEXT),
          Map.entry("use-ld", "bfd gold lld mold"),
          Map.entry("vect-cost-model", "cheap dynamic unlimited very-cheap"),
          Map.entry("wide-exec-charset", TEXT),
          Map.entry(
              "zero-call-used-regs",
              "skip used used-gpr used-arg used-gpr-arg all all-gpr all-arg all-gpr-arg"));

  /** Of {@link #F} those that can stand without a value as well. */
  private static final List<String> PLAIN =
      List.of(
          "align-functions",
          "align-jumps",
          "align-labels",
          "align-loops",
          "auto-profile",
          "callgraph-info",
          "checking",
          "lifetime-dse",
          "live-patching",
          "lto",
          "profile-generate",
          "profile-use",
          "sched-stalled-insns",
          "sched-stalled-insns-dep",
          "stack-check",
          "track-macro-expansion",
          "vect-cost-model");

  /** Processors that {@code -mtune} names besides those of {@link #ISA}. */
  private static final String TUNED =
      "rocket sifive-3-series sifive-5-series sifive-7-series thead-c906 size";

  /** What {@code -mcpu} says of the instruction set. */
  private static final Map<String, String> ISA =
      Map.ofEntries(
          Map.entry("sifive-e20", "rv32imc"),
          Map.entry("sifive-e21", "rv32imac"),
          Map.entry("sifive-e24", "rv32imafc"),
          Map.entry("sifive-e31", "rv32imac"),
          Map.entry("sifive-e34", "rv32imafc"),
          Map.entry("sifive-e76", "rv32imafc"),
          Map.entry("sifive-s21", "rv64imac"),
          Map.entry("sifive-s51", "rv64imac"),
          Map.entry("sifive-s54", "rv64imafdc"),
          Map.entry("sifive-s76", "rv64imafdc"),
          Map.entry("sifive-u54", "rv64imafdc"),
          Map.entry("sifive-u74", "rv64imafdc"));

  private static final Map<String, String> M =
      Map.of(
          "branch-cost", NUMBER,
          "preferred-stack-boundary", NUMBER,
          "align-data", "xlen natural",
          "isa-spec", "2.2 20190608 20191213",
          "stack-protector-guard", "global tls",
          "stack-protector-guard-reg", TEXT,
          "stack-protector-guard-offset", TEXT);

  /** Whether a {@code -f} option is nothing without a value. */
  static boolean needsValue(String name) {
    return F.containsKey(name) && !PLAIN.contains(name);
  }

  /** Checks {@code a}, which is {@code -fname=value}. */
  static void checkF(String a, String name, String value) throws UsageException {
    check(a, F.get(name), value);
  }

  /** Checks {@code a}, which is {@code -mname=value}. */
  static void checkM(String a, String name, String value) throws UsageException {
    if (name.equals("tune") && (ISA.containsKey(value) || words(TUNED).contains(value))) {
      return;
    }
    check(a, M.get(name), value);
  }

  /** The instruction set of a processor that {@code -mcpu} names. */
  static String isa(String a, String processor) throws UsageException {
    String isa = ISA.get(processor);
    if (isa == null) {
      throw new UsageException("‘" + a + "’: unknown CPU");
    }
    return isa;
  }

  private static void check(String a, @Nullable String values, String value) throws UsageException {
    if (values == null) {
      throw a.startsWith("-mtune=")
          ? new UsageException("unknown cpu ‘" + value + "’ for ‘-mtune’")
          : UsageException.unknownOption(a);
    }
    if (values.equals(NUMBER)) {
      CommandWords.number(a, value);
    } else if (values.equals(NUMBERS)) {
      checkNumbers(a.substring(0, a.indexOf('=')), value);
    } else if (!values.equals(TEXT) && !words(values).contains(value)) {
      String option = a.substring(0, a.indexOf('=') + 1);
      throw new UsageException(
          "unrecognized argument in option ‘"
              + a
              + "’; valid arguments to ‘"
              + option
              + "’ are: "
              + values);
    }
  }

  private static void checkNumbers(String option, String value) throws UsageException {
    // As gcc's strtok: nothing between two colons is no number, and no error.
    List<String> numbers = Arrays.stream(value.split(":")).filter(n -> !n.isEmpty()).toList();
    boolean areNumbers = numbers.stream().allMatch(n -> n.matches("[0-9]+"));
    if (!areNumbers || numbers.size() > 4) {
      String what = areNumbers ? "number of arguments" : "arguments";
      throw new UsageException("invalid " + what + " for ‘" + option + "’ option: ‘" + value + "’");
    }
  }

  private static List<String> words(String list) {
    return Arrays.asList(list.split(" "));
  }
}
