package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.ObjectFile;

/**
 * One thing on the linker's command line, in order: something to link, or a switch for what
 * follows.
 */
public sealed interface LinkInput {
  /** An object that never was a file. */
  record InMemory(ObjectFile object) implements LinkInput {}

  /** Bytes of an object, archive or shared library, under a name for messages. */
  record Bytes(String name, byte[] bytes) implements LinkInput {}

  /** An object, archive, shared library or linker script by path. */
  record File(String path) implements LinkInput {}

  /**
   * {@code -l name}: {@code libname.so} or {@code libname.a} in the search path; {@code :file}
   * exactly.
   */
  record Library(String name) implements LinkInput {}

  /** {@code --defsym name=expression}, evaluated as a linker script's assignment. */
  record Define(String assignment) implements LinkInput {}

  /** A switch that acts from here on. */
  enum Switch implements LinkInput {
    START_GROUP,
    END_GROUP,
    WHOLE_ARCHIVE,
    NO_WHOLE_ARCHIVE,
    AS_NEEDED,
    NO_AS_NEEDED,
    STATIC,
    DYNAMIC,
    PUSH_STATE,
    POP_STATE
  }
}
