package dev.ferry.c.pp;

import dev.ferry.c.lex.Identifier;
import dev.ferry.c.lex.Lexer;
import org.jspecify.annotations.Nullable;

/** A file being read: one entry of the include stack. */
final class FileState {
  /** An open {@code #if}. */
  static final class Conditional {
    final int loc;
    final @Nullable Conditional outer;

    /** The directive's name, for messages. */
    String name;

    /** A group was taken already, or none may be. */
    boolean taken;

    boolean sawElse;

    /** The macro of an {@code #ifndef} that may turn out to be the whole file's guard. */
    @Nullable Identifier guard;

    Conditional(int loc, String name, boolean taken, @Nullable Conditional outer) {
      this.loc = loc;
      this.name = name;
      this.taken = taken;
      this.outer = outer;
    }
  }

  final Lexer lexer;
  final HeaderSearch.Header header;
  final @Nullable FileState includer;

  /** Where in the search chain it was found; -1 for beside the includer, or the main file. */
  final int chainIndex;

  final int includedAt;
  final int depth;
  boolean system;
  @Nullable Conditional conditional;

  /** Something but white space stands outside the conditional that may guard the file. */
  boolean outside;

  @Nullable Identifier guard;

  FileState(
      Lexer lexer,
      HeaderSearch.Header header,
      @Nullable FileState includer,
      int chainIndex,
      int includedAt,
      boolean system) {
    this.lexer = lexer;
    this.header = header;
    this.includer = includer;
    this.chainIndex = chainIndex;
    this.includedAt = includedAt;
    this.system = system;
    this.depth = includer == null ? 0 : includer.depth + 1;
  }
}
