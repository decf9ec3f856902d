package dev.ferry.c.lex;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A preprocessing token. A plain mutable structure for speed: the lexer makes one per token, macro
 * expansion copies those that it gives a new location, and nobody writes to a token that a macro's
 * replacement list holds.
 */
public final class Token {
  /** White space stands before the token. */
  public static final int SPACE_BEFORE = 1;

  /** The first token of its line. */
  public static final int LINE_START = 2;

  /** An identifier that must never be expanded again (C17 6.10.3.4p2). */
  public static final int NO_EXPAND = 4;

  /** In a replacement list: a {@code ##} follows. */
  public static final int PASTE_LEFT = 8;

  /** In a replacement list: a parameter behind {@code #}. */
  public static final int STRINGIFY = 16;

  /** Spelled as a digraph. */
  public static final int DIGRAPH = 32;

  /** In a replacement list: part of {@code __VA_OPT__}; see the pp package. */
  public static final int VA_OPT = 64;

  /** A raw string literal. */
  public static final int RAW = 128;

  /** The name of a macro that was used with the wrong arguments, which was reported. */
  public static final int MISUSED = 256;

  public TokenKind kind;
  public int flags;

  /** {@link dev.ferry.base.source.SourceMap} location of the first byte. */
  public int loc;

  /**
   * In a replacement list: the parameter's number. While an expansion is put together: where the
   * parameter stands that the token replaces.
   */
  public int parameter;

  /**
   * The {@link Identifier}; the spelling ({@code byte[]}) of literals, {@code OTHER} and comments;
   * the source {@link Token} of padding, or null.
   */
  public @Nullable Object payload;

  public Token(TokenKind kind, int flags, int loc, @Nullable Object payload) {
    this.kind = kind;
    this.flags = flags;
    this.loc = loc;
    this.payload = payload;
  }

  /** A copy at another location. */
  public Token at(int newLoc) {
    Token copy = new Token(kind, flags, newLoc, payload);
    copy.parameter = parameter;
    return copy;
  }

  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** The identifier of a token of kind {@code IDENTIFIER} or a keyword. */
  @SuppressWarnings("NullAway") // set for these kinds
  public Identifier identifier() {
    return (Identifier) payload;
  }

  public boolean isIdentifier() {
    return payload instanceof Identifier;
  }

  /** The spelling in bytes (UTF-8), line splices removed. */
  public byte[] bytes() {
    if (payload instanceof byte[] bytes) {
      return bytes;
    }
    if (payload instanceof Identifier identifier) {
      return identifier.bytes();
    }
    return spelling().getBytes(StandardCharsets.UTF_8);
  }

  /** The spelling. */
  public String spelling() {
    if (payload instanceof Identifier identifier) {
      return identifier.name();
    }
    if (payload instanceof byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    return switch (kind) {
      case PADDING, END_OF_LINE, END_OF_FILE -> "";
      default -> has(DIGRAPH) ? digraph() : kind.text();
    };
  }

  private String digraph() {
    return switch (kind) {
      case OPEN_BRACKET -> "<:";
      case CLOSE_BRACKET -> ":>";
      case OPEN_BRACE -> "<%";
      case CLOSE_BRACE -> "%>";
      case HASH -> "%:";
      case HASH_HASH -> "%:%:";
      default -> kind.text();
    };
  }

  @Override
  public String toString() {
    return kind + " " + spelling();
  }
}
