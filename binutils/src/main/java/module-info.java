/** ELF model, assembler, disassembler, archives, linker. */
module dev.ferry.binutils {
  requires transitive dev.ferry.isa;
  requires static org.jspecify;

  exports dev.ferry.binutils.ar;
  exports dev.ferry.binutils.asm;
  exports dev.ferry.binutils.disasm;
  exports dev.ferry.binutils.dwarf;
  exports dev.ferry.binutils.elf;
  exports dev.ferry.binutils.link;
  exports dev.ferry.binutils.tools;
}
