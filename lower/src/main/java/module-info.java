/** Typed C tree to IR. */
module dev.ferry.lower {
  requires transitive dev.ferry.c;
  requires transitive dev.ferry.ir;
  requires static org.jspecify;

  exports dev.ferry.lower;
}
