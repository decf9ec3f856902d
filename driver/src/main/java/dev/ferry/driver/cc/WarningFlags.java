package dev.ferry.driver.cc;

import dev.ferry.c.check.WarningGroups;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Applies {@code -W…} options in order, with what they imply. */
final class WarningFlags {
  private final CcOptions options;

  WarningFlags(CcOptions options) {
    this.options = options;
  }

  /** {@code argument} is a whole option such as {@code -Wno-error=format}. */
  void apply(String argument) throws UsageException {
    String name = argument.substring(2);
    if (name.isEmpty()) {
      apply("-Wextra");
      return;
    }
    if (name.equals("error") || name.equals("no-error")) {
      options.warnings.allErrors(name.equals("error"));
    } else if (name.startsWith("error=") || name.startsWith("no-error=")) {
      boolean on = name.startsWith("error=");
      error(name.substring(name.indexOf('=') + 1), on);
    } else if (name.equals("fatal-errors")) {
      options.maxErrors = 1;
    } else if (name.startsWith("no-")) {
      enable(name.substring(3), false);
    } else {
      enable(name, true);
    }
  }

  private void enable(String name, boolean on) throws UsageException {
    String base = base(name);
    int equals = name.indexOf('=');
    if (equals >= 0) {
      checkValue(name, base, name.substring(equals + 1), on);
    }
    boolean isOn = on && !name.endsWith("=0");
    if (!WarningGroups.isGroup(base) && !WarningNames.isKnown(base)) {
      if (on) {
        // As gcc does: Meson and others find out by the exit status which warnings there are.
        throw UsageException.unknownOption("-W" + name);
      }
      return;
    }
    options.warnings.enable(base, isOn);
    imply(isOn && WarningGroups.isGroup(name) ? name : base, isOn);
    unusedParameters(false);
    if (base.equals("implicit-fallthrough")) {
      for (String level : List.of("=1", "=2", "=4", "=5")) { // 3 is what the plain name means
        options.warnings.enable(base + level, isOn && name.endsWith(level));
      }
    }
    if (base.equals("unused-const-variable")) {
      // By itself the second level: constants of headers, too.
      options.warnings.enable("unused-const-variable=2", isOn && !name.endsWith("=1"));
    }
  }

  /**
   * What an option says of others: of those that were not named, and of what they imply in turn.
   */
  private void imply(String name, boolean on) {
    for (String member : WarningGroups.members(name)) {
      if (!member.equals(name) && options.warnings.imply(member, on)) {
        imply(member, on);
      }
    }
  }

  private void implyError(String name) {
    for (String member : WarningGroups.members(name)) {
      if (!member.equals(name) && options.warnings.implyError(member)) {
        implyError(member);
      }
    }
  }

  private void unusedParameters(boolean asErrors) {
    boolean both = options.warnings.asksFor("unused") && options.warnings.asksFor("extra");
    for (String flag : WarningGroups.UNUSED_AND_EXTRA) {
      if (both && asErrors) {
        options.warnings.implyError(flag);
      } else {
        options.warnings.imply(flag, both);
      }
    }
  }

  /** Warnings with a level, and the highest one. */
  private static final Map<String, Integer> LEVELS =
      Map.ofEntries(
          Map.entry("array-bounds", 2),
          Map.entry("array-parameter", 2),
          Map.entry("attribute-alias", 2),
          Map.entry("dangling-pointer", 2),
          Map.entry("format", 2),
          Map.entry("format-overflow", 2),
          Map.entry("format-truncation", 2),
          Map.entry("implicit-fallthrough", 5),
          Map.entry("shift-overflow", 2),
          Map.entry("strict-aliasing", 3),
          Map.entry("strict-overflow", 5),
          Map.entry("stringop-overflow", 4),
          Map.entry("unused-const-variable", 2),
          Map.entry("use-after-free", 3));

  /** Warnings with a number of bytes. */
  private static final Set<String> SIZES =
      Set.of(
          "alloc-size-larger-than",
          "alloca-larger-than",
          "frame-larger-than",
          "larger-than",
          "stack-usage",
          "vla-larger-than");

  /** Warnings with a word. */
  private static final Map<String, List<String>> WORDS =
      Map.of(
          "normalized", List.of("none", "id", "nfc", "nfkc"),
          "suggest-attribute", List.of("cold", "const", "format", "malloc", "noreturn", "pure"));

  private static void checkValue(String name, String base, String value, boolean on)
      throws UsageException {
    Integer highest = LEVELS.get(base);
    List<String> words = WORDS.get(base);
    String option = "-W" + name;
    if (words != null && words.contains(value)) {
      return;
    }
    if (!on || highest == null && words == null && !SIZES.contains(base) && !base.equals("abi")) {
      throw UsageException.unknownOption(on ? option : "-Wno-" + name);
    }
    if (words != null) {
      throw new UsageException("argument ‘" + value + "’ to ‘-W" + base + "’ not recognized");
    }
    int level = CommandWords.number(option, SIZES.contains(base) ? withoutUnit(value) : value);
    if (highest != null && (level < 0 || level > highest)) {
      throw new UsageException("argument to ‘-W" + base + "=’ is not between 0 and " + highest);
    }
  }

  /** {@code 10KiB} and the like. */
  private static String withoutUnit(String size) {
    return size.replaceFirst("([kKMGTPE]i?)?B$", "");
  }

  private void error(String name, boolean on) throws UsageException {
    String base = base(name);
    if (!WarningGroups.isGroup(base) && !WarningNames.isKnown(base)) {
      throw new UsageException(
          "‘-W" + (on ? "" : "no-") + "error=" + name + "’: no option ‘-W" + name + "’");
    }
    options.warnings.error(base, on);
    if (on) { // -Wno-error=group is about the group's own name only.
      implyError(base);
      unusedParameters(WarningGroups.isGroup(base));
    }
  }

  /** Levels such as {@code format=2} count as the plain option. */
  private static String base(String name) {
    int equals = name.indexOf('=');
    return equals < 0 ? name : name.substring(0, equals);
  }
}
