/** The RISC-V instruction table and all that derives from it. */
module dev.ferry.isa {
  requires transitive dev.ferry.base;
  requires static org.jspecify;

  exports dev.ferry.isa;
}
