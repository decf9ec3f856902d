package dev.ferry.opt;

import dev.ferry.ir.Function;

/** A change to one function that keeps its meaning. Instances have no state between runs. */
public interface Pass {
  /** The name in pipelines and options. */
  String name();

  /** Whether anything changed. */
  boolean run(Function function, PassContext context);
}
