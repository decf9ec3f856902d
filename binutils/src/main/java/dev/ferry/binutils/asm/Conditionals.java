package dev.ferry.binutils.asm;

import java.util.ArrayDeque;
import java.util.Deque;

/** The nesting of {@code .if}, {@code .else} and {@code .endif}. */
final class Conditionals {
  private static final class Level {
    // Whether statements are assembled, whether a branch was taken, whether .else was seen.
    boolean active;
    boolean taken;
    boolean elseSeen;
    final boolean outer;

    Level(boolean outer, boolean active) {
      this.outer = outer;
      this.active = outer && active;
      this.taken = active;
    }
  }

  private final Deque<Level> levels = new ArrayDeque<>();

  /** Whether statements are assembled here. */
  boolean active() {
    return levels.isEmpty() || levels.peek().active;
  }

  int depth() {
    return levels.size();
  }

  /** Ends what a macro left open. */
  void unwind(int depth) {
    while (levels.size() > depth) {
      levels.pop();
    }
  }

  void begin(boolean condition) {
    levels.push(new Level(active(), condition));
  }

  /** Whether the condition of an {@code .elseif} here decides anything. */
  boolean wantsCondition() {
    Level level = levels.peek();
    return level != null && level.outer && !level.taken;
  }

  void elseIf(boolean condition) {
    Level level = levels.peek();
    if (level == null) {
      throw new AssemblyException("\".elseif\" without matching \".if\"");
    }
    if (level.elseSeen) {
      throw new AssemblyException("\".elseif\" after \".else\"");
    }
    level.active = level.outer && !level.taken && condition;
    level.taken |= condition;
  }

  void otherwise() {
    Level level = levels.peek();
    if (level == null) {
      throw new AssemblyException("\".else\" without matching \".if\"");
    }
    if (level.elseSeen) {
      throw new AssemblyException("duplicate \".else\"");
    }
    level.active = level.outer && !level.taken;
    level.taken = true;
    level.elseSeen = true;
  }

  void end() {
    if (levels.poll() == null) {
      throw new AssemblyException("\".endif\" without \".if\"");
    }
  }
}
