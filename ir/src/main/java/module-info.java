/** The SSA IR. */
module dev.ferry.ir {
  requires transitive dev.ferry.base;
  requires static org.jspecify;

  exports dev.ferry.ir;
}
