package dev.ferry.driver.cc;

import dev.ferry.lower.Sanitizing;
import dev.ferry.lower.UndefinedCheck;
import java.util.EnumSet;
import java.util.Set;

/** {@code -fsanitize=}, {@code -fsanitize-recover=} and what goes with them. */
final class SanitizerFlags {
  /** gcc's other sanitizers: each needs a runtime of its own, or a kernel's. */
  private static final Set<String> UNSUPPORTED =
      Set.of(
          "address",
          "hwaddress",
          "kernel-address",
          "kernel-hwaddress",
          "pointer-compare",
          "pointer-subtract",
          "thread",
          "leak",
          "shadow-call-stack");

  private final CcOptions options;

  SanitizerFlags(CcOptions options) {
    this.options = options;
  }

  /**
   * @param a the whole option
   * @param name {@code sanitize} or {@code sanitize-recover}
   * @param list names with commas between them
   */
  void select(String a, String name, boolean on, String list) throws UsageException {
    boolean recover = name.equals("sanitize-recover");
    Sanitizing before = options.sanitizing;
    EnumSet<UndefinedCheck> set = copy(recover ? before.recovering() : before.checks());
    for (String one : list.split(",")) {
      if (!one.isEmpty()) {
        change(set, a, name, on, one);
      }
    }
    options.sanitizing =
        recover
            ? new Sanitizing(before.checks(), set, before.traps())
            : new Sanitizing(set, before.recovering(), before.traps());
  }

  private static EnumSet<UndefinedCheck> copy(Set<UndefinedCheck> checks) {
    EnumSet<UndefinedCheck> copy = EnumSet.noneOf(UndefinedCheck.class);
    copy.addAll(checks);
    return copy;
  }

  private static void change(
      EnumSet<UndefinedCheck> set, String a, String name, boolean on, String one)
      throws UsageException {
    boolean recover = name.equals("sanitize-recover");
    if (UNSUPPORTED.contains(one)) {
      if (on && !recover) {
        throw new UsageException("‘-fsanitize=" + one + "’ is not supported for this target");
      }
      return;
    }
    Set<UndefinedCheck> checks = Sanitizing.named(one);
    if (checks.isEmpty()) {
      String option = a.substring(0, a.indexOf('=') + 1);
      throw new UsageException("unrecognized argument to ‘" + option + "’ option: ‘" + one + "’");
    }
    if (!on) {
      set.removeAll(checks);
      return;
    }
    if (one.equals("all") && !recover) {
      throw new UsageException("‘-fsanitize=all’ option is not valid");
    }
    EnumSet<UndefinedCheck> added = copy(checks);
    if (recover) {
      boolean isGroup = one.equals("all") || one.equals("undefined");
      if (isGroup) {
        added.removeAll(UndefinedCheck.FATAL);
      } else if (UndefinedCheck.FATAL.containsAll(checks)) {
        throw new UsageException("‘-fsanitize-recover=" + one + "’ is not supported");
      }
    }
    set.addAll(added);
  }

  /** The old spelling: all that are of undefined behaviour, or none. */
  void recover(boolean on) {
    Sanitizing before = options.sanitizing;
    Set<UndefinedCheck> checks = on ? Sanitizing.NONE.recovering() : Set.of();
    options.sanitizing = new Sanitizing(before.checks(), checks, before.traps());
  }

  void trap(boolean on) {
    Sanitizing before = options.sanitizing;
    options.sanitizing = new Sanitizing(before.checks(), before.recovering(), on);
  }
}
