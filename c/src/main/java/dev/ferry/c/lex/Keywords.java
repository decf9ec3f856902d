package dev.ferry.c.lex;

/** Which identifiers are keywords in a dialect (C17 6.4.1, C23 6.4.1, GNU). */
public final class Keywords {
  private Keywords() {}

  /** Marks the keywords of {@code dialect} in {@code identifiers}. */
  public static void enter(IdentifierTable identifiers, Dialect dialect) {
    for (TokenKind kind : TokenKind.values()) {
      if (kind.isKeyword() && isEnabled(kind, dialect)) {
        identifiers.intern(kind.text()).keyword = kind;
      }
    }
    for (String[] alias : ALIASES) {
      identifiers.intern(alias[0]).keyword = TokenKind.valueOf(alias[1]);
    }
    if (dialect.atLeast(Standard.C23)) {
      identifiers.intern("bool").keyword = TokenKind.KW_BOOL;
      identifiers.intern("alignas").keyword = TokenKind.KW_ALIGNAS;
      identifiers.intern("alignof").keyword = TokenKind.KW_ALIGNOF;
      identifiers.intern("static_assert").keyword = TokenKind.KW_STATIC_ASSERT;
      identifiers.intern("thread_local").keyword = TokenKind.KW_THREAD_LOCAL;
    }
    if (dialect.xlen() < 64) {
      identifiers.intern("__int128").keyword = TokenKind.IDENTIFIER;
      identifiers.intern("__int128_t").keyword = TokenKind.IDENTIFIER;
    }
  }

  private static boolean isEnabled(TokenKind kind, Dialect dialect) {
    return switch (kind) {
      case KW_ASM -> dialect.gnu();
      case KW_TYPEOF -> dialect.gnu() || dialect.atLeast(Standard.C23);
      case KW_INLINE -> dialect.gnu() || dialect.atLeast(Standard.C99);
      case KW_RESTRICT -> dialect.atLeast(Standard.C99);
      case KW_TRUE, KW_FALSE, KW_NULLPTR, KW_CONSTEXPR, KW_TYPEOF_UNQUAL ->
          dialect.atLeast(Standard.C23);
      default -> true;
    };
  }

  private static final String[][] ALIASES = {
    {"__const", "KW_CONST"},
    {"__const__", "KW_CONST"},
    {"__volatile", "KW_VOLATILE"},
    {"__volatile__", "KW_VOLATILE"},
    {"__restrict", "KW_RESTRICT"},
    {"__restrict__", "KW_RESTRICT"},
    {"__signed", "KW_SIGNED"},
    {"__signed__", "KW_SIGNED"},
    {"__inline", "KW_INLINE"},
    {"__inline__", "KW_INLINE"},
    {"__complex", "KW_COMPLEX"},
    {"__complex__", "KW_COMPLEX"},
    {"__real", "KW_REAL"},
    {"__imag", "KW_IMAG"},
    {"__asm", "KW_ASM"},
    {"__asm__", "KW_ASM"},
    {"__attribute", "KW_ATTRIBUTE"},
    {"__typeof", "KW_TYPEOF"},
    {"__typeof__", "KW_TYPEOF"},
    {"__typeof_unqual", "KW_TYPEOF_UNQUAL"},
    {"__typeof_unqual__", "KW_TYPEOF_UNQUAL"},
    {"__alignof", "KW_ALIGNOF_GNU"},
    {"__alignof__", "KW_ALIGNOF_GNU"},
    {"__thread", "KW_THREAD_LOCAL"},
  };
}
