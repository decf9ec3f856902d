/** IR to IR: pass manager, rules, passes. */
module dev.ferry.opt {
  requires transitive dev.ferry.ir;
  requires static org.jspecify;

  exports dev.ferry.opt;
}
