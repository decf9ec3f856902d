package dev.ferry.lower;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.source.SourceMap;
import dev.ferry.c.typed.TypedUnit;
import dev.ferry.ir.Module;

/** Entry point: a checked translation unit becomes an IR module. */
public final class Lowering {
  private Lowering() {}

  /**
   * Lowers a translation unit without errors.
   *
   * @param diagnostics receives what only the lowering can see: inline assembly that the target
   *     cannot satisfy; the module is unusable if an error was reported
   */
  public static Module lower(TypedUnit unit, LoweringOptions options, Diagnostics diagnostics) {
    return new ModuleLowering(unit, options, diagnostics).run();
  }

  /** As above, for tests and tools that have no diagnostics: they are dropped. */
  public static Module lower(TypedUnit unit, LoweringOptions options) {
    return lower(unit, options, new Diagnostics(new SourceMap()));
  }
}
