package dev.ferry.driver.cc;

import dev.ferry.c.check.WarningGroups;
import java.util.List;

/** Applies {@code -W…} options, groups expanded, in order. */
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
    boolean isOn = on && !name.endsWith("=0");
    List<String> members = WarningGroups.expand(WarningGroups.isGroup(name) ? name : base);
    if (!WarningGroups.isGroup(base) && !WarningNames.isKnown(base)) {
      if (on) {
        // As gcc does: Meson and others find out by the exit status which warnings there are.
        throw UsageException.unknownOption("-W" + name);
      }
      return;
    }
    for (String member : members) {
      options.warnings.enable(member, isOn);
    }
    if (base.equals("unused-const-variable")) {
      // By itself the second level: constants of headers, too.
      options.warnings.enable("unused-const-variable=2", isOn && !name.endsWith("=1"));
    }
  }

  private void error(String name, boolean on) {
    for (String member : WarningGroups.expand(base(name))) {
      options.warnings.error(member, on);
    }
  }

  /** Levels such as {@code format=2} count as the plain option. */
  private static String base(String name) {
    int equals = name.indexOf('=');
    return equals < 0 ? name : name.substring(0, equals);
  }
}
