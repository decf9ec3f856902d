/** IR to machine IR to object code. */
module dev.ferry.codegen {
  requires transitive dev.ferry.ir;
  requires transitive dev.ferry.isa;
  requires transitive dev.ferry.binutils;
  requires static org.jspecify;

  exports dev.ferry.codegen;
  exports dev.ferry.codegen.abi;
  exports dev.ferry.codegen.mir;
  exports dev.ferry.codegen.regalloc;
  exports dev.ferry.codegen.select;
}
