/** The RISC-V machine. */
module dev.ferry.machine {
  requires transitive dev.ferry.isa;
  requires transitive dev.ferry.binutils;
  requires static org.jspecify;
}
