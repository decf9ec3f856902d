package dev.ferry.c.syntax;

/**
 * A node of the syntax tree. Locations are {@link dev.ferry.base.source.SourceMap} locations of
 * <em>tokens</em>: each names the first byte of a token (or a token of a macro expansion).
 */
public sealed interface Node
    permits TranslationUnit,
        BlockItem,
        Expr,
        Initializer,
        Designator,
        Specifiers,
        TypeSpecifier,
        RecordMember,
        Declarator,
        Parameters,
        TypeName,
        Attribute {
  /** Where a caret for this node points: the operator of an operation, else the first token. */
  int loc();

  /** The first token. */
  default int start() {
    return loc();
  }

  /** The last token: its location, not the place after it. */
  int end();
}
