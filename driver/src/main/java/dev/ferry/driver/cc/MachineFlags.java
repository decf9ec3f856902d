package dev.ferry.driver.cc;

import java.util.List;

/** Applies {@code -m…} options, in order. */
final class MachineFlags {
  private final CcOptions options;

  /** {@code -march} is stronger than {@code -mcpu}, wherever they stand. */
  private boolean archChosen;

  MachineFlags(CcOptions options) {
    this.options = options;
  }

  /** {@code a} is a whole option such as {@code -mno-relax}. */
  void apply(String a) throws UsageException {
    int equals = a.indexOf('=');
    String name = equals < 0 ? a.substring(2) : a.substring(2, equals);
    String value = equals < 0 ? "" : a.substring(equals + 1);
    switch (name) {
      case "arch" -> {
        options.march = value;
        archChosen = true;
      }
      case "cpu" -> {
        String isa = OptionValues.isa(a, value);
        if (!archChosen) {
          options.march = isa;
        }
      }
      case "abi" -> {
        oneOf(a, value, "lp64", "lp64f", "lp64d", "ilp32", "ilp32f", "ilp32d");
        options.mabi = value;
      }
      case "cmodel" -> {
        oneOf(a, value, "medlow", "medany");
        options.codeModel = value;
      }
      // Build systems ask with a value of another machine to learn which compiler this is.
      case "align-data" -> oneOf(a, value, "xlen", "natural");
      case "strict-align" -> options.strictAlign = true;
      case "no-strict-align" -> options.strictAlign = false;
      case "relax" -> options.relax = true;
      case "no-relax" -> options.relax = false;
      case "resolve-branches" -> options.resolveBranches = true;
      case "save-restore" -> options.saveRestore = true;
      case "no-save-restore" -> options.saveRestore = false;
      case "small-data-limit" -> options.smallDataLimit = CommandWords.number(a, value);
      case "omit-leaf-frame-pointer", "no-omit-leaf-frame-pointer" -> {}
      default -> {
        String bare = name.startsWith("no-") ? name.substring(3) : name;
        if (!AcceptedOptions.M.contains(name) && !AcceptedOptions.M.contains(bare)) {
          throw UsageException.unknownOption(a);
        }
        if (equals >= 0) {
          OptionValues.checkM(a, name, value);
        }
      }
    }
  }

  private static void oneOf(String option, String value, String... possible) throws UsageException {
    if (!List.of(possible).contains(value)) {
      throw new UsageException("unrecognized argument in option ‘" + option + "’");
    }
  }
}
