package dev.ferry.c.lex;

import org.jspecify.annotations.Nullable;

/**
 * A name, interned: two identifiers are equal iff they are the same object. Carries what the stages
 * look up per occurrence, so that no table is searched more than once per token.
 */
public final class Identifier {
  private final String name;
  private final byte[] bytes;
  final int hash;

  /** What the name means as a keyword of the dialect; {@code IDENTIFIER} if nothing. */
  public TokenKind keyword = TokenKind.IDENTIFIER;

  /** The preprocessor's definition of the name as a macro, owned by it. */
  public @Nullable Object macro;

  /** How often the parser was given the name: once for each token, its declaration's among them. */
  public int mentions;

  /** {@code #pragma GCC poison} named it, or it may stand in variadic macros only. */
  public boolean poisoned;

  /** The parser's innermost binding of the name, owned by it. */
  public @Nullable Object binding;

  Identifier(String name, byte[] bytes, int hash) {
    this.name = name;
    this.bytes = bytes;
    this.hash = hash;
  }

  public String name() {
    return name;
  }

  /** The name in UTF-8; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public String toString() {
    return name;
  }
}
