/** The RISC-V machine. */
module dev.ferry.machine {
  requires transitive dev.ferry.isa;
  requires transitive dev.ferry.binutils;
  requires jdk.unsupported;
  requires static org.jspecify;

  exports dev.ferry.machine;
  exports dev.ferry.machine.core;
  exports dev.ferry.machine.debug;
  exports dev.ferry.machine.debug.source;
  exports dev.ferry.machine.gdb;
  exports dev.ferry.machine.interpreter;
  exports dev.ferry.machine.jit;
  exports dev.ferry.machine.linux;
  exports dev.ferry.machine.linux.abi;
  exports dev.ferry.machine.linux.boot;
  exports dev.ferry.machine.linux.files;
  exports dev.ferry.machine.linux.kernel;
  exports dev.ferry.machine.linux.waiting;
  exports dev.ferry.machine.observe;
  exports dev.ferry.machine.symbols;
  exports dev.ferry.machine.timing;
}
