package dev.ferry.opt;

import dev.ferry.ir.Module;

/** A change that looks at several functions. */
public interface ModulePass {
  String name();

  boolean run(Module module, PassContext context);
}
