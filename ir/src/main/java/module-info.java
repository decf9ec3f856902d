/** The SSA IR. */
module dev.ferry.ir {
  requires transitive dev.ferry.base;
  requires static org.jspecify;

  exports dev.ferry.ir;
  exports dev.ferry.ir.analysis;
  exports dev.ferry.ir.debug;
  exports dev.ferry.ir.eval;
  exports dev.ferry.ir.interpreter;
  exports dev.ferry.ir.text;
  exports dev.ferry.ir.verify;
}
