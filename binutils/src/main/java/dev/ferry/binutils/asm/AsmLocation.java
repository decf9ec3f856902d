package dev.ferry.binutils.asm;

/** A line of the assembly source, for messages; line 0 means none. */
record AsmLocation(String file, int line) {
  static final AsmLocation NONE = new AsmLocation("{generated}", 0);
}
