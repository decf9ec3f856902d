package dev.ferry.opt;

import dev.ferry.ir.CostModel;
import dev.ferry.ir.Module;
import java.util.Map;

/** Optimises modules: the entry point of this module of Ferry. */
public final class Optimizer {
  private Optimizer() {}

  /**
   * Runs the pipeline of the options' level over the module, in place.
   *
   * @return nanoseconds by pass, if timing was asked for
   * @throws dev.ferry.base.InternalCompilerError if a pass fails or leaves invalid IR
   */
  public static Map<String, long[]> optimize(Module module, OptOptions options, CostModel costs) {
    PassContext context = new PassContext(options, costs);
    PassManager manager = new PassManager(options, context);
    context.cleanUp = function -> manager.run(function, Pipelines.AFTER_INLINING);
    if (options.level == OptOptions.Level.O0) {
      context.cleanUp = _ -> {};
      for (ModulePass pass : Pipelines.MODULE_O0) {
        manager.run(module, pass);
      }
      protectStack(module, options, manager);
      return manager.times();
    }
    manager.run(module, Pipelines.EARLY);
    for (ModulePass pass : Pipelines.MODULE) {
      manager.run(module, pass);
    }
    manager.run(module, options.isAtLeast(OptOptions.Level.O2) ? Pipelines.O2 : Pipelines.O1);
    protectStack(module, options, manager);
    return manager.times();
  }

  private static void protectStack(Module module, OptOptions options, PassManager manager) {
    if (options.stackProtector != OptOptions.StackProtector.NONE) {
      manager.runDemanded(module, Pipelines.LAST);
    }
  }

  /**
   * Runs one pass by name, for tests and tools.
   *
   * @throws IllegalArgumentException if there is no such pass
   */
  public static void runPass(Module module, String name, OptOptions options, CostModel costs) {
    PassManager manager = new PassManager(options, new PassContext(options, costs));
    for (Pass pass : Pipelines.ALL) {
      if (pass.name().equals(name)) {
        manager.run(module, java.util.List.of(pass));
        return;
      }
    }
    for (ModulePass pass : Pipelines.MODULE) {
      if (pass.name().equals(name)) {
        manager.run(module, pass);
        return;
      }
    }
    throw new IllegalArgumentException("no pass " + name);
  }
}
