package dev.ferry.c.parse;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.c.lex.Dialect;
import dev.ferry.c.lex.LexDiagnostic;
import dev.ferry.c.lex.Standard;
import dev.ferry.c.lex.Token;
import dev.ferry.c.lex.TokenKind;
import dev.ferry.c.syntax.Attribute;
import dev.ferry.c.syntax.BasicType;
import dev.ferry.c.syntax.Specifiers;
import dev.ferry.c.syntax.Storage;
import dev.ferry.c.syntax.TypeSpecifier;
import dev.ferry.c.syntax.TypeSpecifier.Complexity;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Collects specifiers and says which cannot stand together (C17 6.7.1p2, 6.7.2p2). */
final class SpecifierBuilder {
  private final Diagnostics diagnostics;
  private final Dialect dialect;
  private final int loc;
  private Storage storage = Storage.NONE;
  private int storageLoc;
  private boolean threadLocal;
  private boolean constexpr;
  private boolean inline;
  private boolean noreturn;
  private int functionLoc;
  private int qualifiers;
  private boolean anything;

  /** A type that is no combination of keywords. */
  private @Nullable TypeSpecifier type;

  // The keywords seen.
  private @Nullable TokenKind base;
  private int firstKeyword;
  private int lastKeyword;
  private int longs;
  private boolean isShort;
  private boolean signed;
  private boolean unsigned;
  private Complexity complexity = Complexity.REAL;
  private boolean keywords;
  private boolean wrong;
  private @Nullable ArrayList<Specifiers.Alignment> alignments;

  @Nullable ArrayList<Attribute> attributes;
  boolean extension;

  SpecifierBuilder(Diagnostics diagnostics, Dialect dialect, int loc) {
    this.diagnostics = diagnostics;
    this.dialect = dialect;
    this.loc = loc;
  }

  boolean isEmpty() {
    return !anything && !hasType() && (attributes == null || attributes.isEmpty()) && !extension;
  }

  boolean hasType() {
    return type != null || keywords;
  }

  /** Whether a struct, union or enum was defined: a further type means a forgotten semicolon. */
  boolean hasTag() {
    return switch (type) {
      case TypeSpecifier.Record record -> record.members() != null;
      case TypeSpecifier.Enum enumeration -> enumeration.enumerators() != null;
      case null, default -> false;
    };
  }

  void type(TypeSpecifier added) {
    if (hasType()) {
      twoTypes(added.loc());
      return;
    }
    type = added;
  }

  void bitInt(TypeSpecifier added) {
    if (type != null || base != null) {
      twoTypes(added.loc());
      return;
    }
    type = added;
  }

  private void twoTypes(int at) {
    if (!wrong && !(type instanceof TypeSpecifier.Erroneous)) {
      diagnostics.report(ParseDiagnostic.TWO_TYPES, at);
    }
    wrong = true;
  }

  void qualifier(int qualifier, Token token) {
    anything = true;
    if ((qualifiers & qualifier) != 0 && !dialect.atLeast(Standard.C99)) {
      diagnostics.report(ParseDiagnostic.DUPLICATE_QUALIFIER, token.loc, token.kind.text());
    }
    qualifiers |= qualifier;
  }

  void alignment(Specifiers.Alignment alignment) {
    anything = true;
    if (alignments == null) {
      alignments = new ArrayList<>(1);
    }
    alignments.add(alignment);
  }

  void storage(Token token) {
    anything = true;
    if ((hasType() || qualifiers != 0)
        && diagnostics.isEnabledAt(ParseDiagnostic.STORAGE_NOT_FIRST, token.loc)) {
      // C17 6.11.5: to place it elsewhere is an obsolescent feature.
      // A macro may stand for it anywhere: where that is used is what matters.
      diagnostics.report(
          ParseDiagnostic.STORAGE_NOT_FIRST,
          diagnostics.sources().fileLocation(token.loc),
          token.spelling());
    }
    switch (token.kind) {
      case KW_INLINE -> {
        inline = true;
        functionLoc = functionLoc == 0 ? token.loc : functionLoc;
      }
      case KW_NORETURN -> {
        noreturn = true;
        functionLoc = functionLoc == 0 ? token.loc : functionLoc;
      }
      case KW_CONSTEXPR -> {
        constexpr = true;
        storageLoc = storageLoc == 0 ? token.loc : storageLoc;
      }
      case KW_THREAD_LOCAL -> {
        if (threadLocal) {
          diagnostics.report(ParseDiagnostic.DUPLICATE_SPECIFIER, token.loc, token.spelling());
        }
        threadLocal = true;
        storageLoc = storageLoc == 0 ? token.loc : storageLoc;
      }
      default -> storageClass(token);
    }
  }

  private void storageClass(Token token) {
    Storage added =
        switch (token.kind) {
          case KW_AUTO -> Storage.AUTO;
          case KW_EXTERN -> Storage.EXTERN;
          case KW_STATIC -> Storage.STATIC;
          case KW_REGISTER -> Storage.REGISTER;
          default -> Storage.TYPEDEF;
        };
    if (storage == added) {
      diagnostics.report(ParseDiagnostic.DUPLICATE_SPECIFIER, token.loc, added.text());
    } else if (storage == Storage.NONE) {
      storage = added;
      storageLoc = token.loc;
    } else if (dialect.atLeast(Standard.C23)
        && (storage == Storage.AUTO || added == Storage.AUTO)) {
      // C23's type inference: static auto x = 1.
      type = new TypeSpecifier.Auto(token.loc, false);
      storage = storage == Storage.AUTO ? added : storage;
    } else {
      diagnostics.report(ParseDiagnostic.MULTIPLE_STORAGE, loc);
    }
  }

  /** One of the keywords that combine: {@code unsigned}, {@code long}, {@code _Complex}, … */
  void keyword(Token token) {
    if (type instanceof TypeSpecifier.BitInt bits
        && (token.kind == TokenKind.KW_UNSIGNED || token.kind == TokenKind.KW_SIGNED)) {
      type =
          new TypeSpecifier.BitInt(
              bits.loc(), bits.end(), bits.width(), token.kind == TokenKind.KW_UNSIGNED);
      return;
    }
    if (type != null) {
      twoTypes(token.loc);
      return;
    }
    if (!keywords) {
      firstKeyword = token.loc;
    }
    keywords = true;
    lastKeyword = token.loc;
    switch (token.kind) {
      case KW_LONG -> addLong(token);
      case KW_SHORT -> {
        if (isShort) {
          duplicate(token);
        }
        isShort = true;
        conflict(longs > 0, "long", "short", token);
        conflictWithBase(token, TokenKind.KW_INT);
      }
      case KW_SIGNED -> {
        if (signed) {
          duplicate(token);
        }
        signed = true;
        conflict(unsigned, "signed", "unsigned", token);
        conflictWithBase(token, TokenKind.KW_INT, TokenKind.KW_CHAR, TokenKind.KW_INT128);
      }
      case KW_UNSIGNED -> {
        if (unsigned) {
          duplicate(token);
        }
        unsigned = true;
        conflict(signed, "signed", "unsigned", token);
        conflictWithBase(token, TokenKind.KW_INT, TokenKind.KW_CHAR, TokenKind.KW_INT128);
      }
      case KW_COMPLEX, KW_IMAGINARY -> {
        if (complexity != Complexity.REAL) {
          duplicate(token);
        }
        since99(ParseDiagnostic.C99_COMPLEX, token);
        complexity = token.kind == TokenKind.KW_COMPLEX ? Complexity.COMPLEX : Complexity.IMAGINARY;
        conflict(base == TokenKind.KW_VOID, "complex", "void", token);
        conflict(base == TokenKind.KW_BOOL, "complex", "_Bool", token);
      }
      default -> addBase(token);
    }
  }

  private void addLong(Token token) {
    if (longs == 2) {
      diagnostics.report(ParseDiagnostic.LONG_LONG_LONG, token.loc);
      wrong = true;
      return;
    }
    longs++;
    if (longs == 2) {
      since99(ParseDiagnostic.C99_LONG_LONG, token);
      conflict(base == TokenKind.KW_DOUBLE, "long long", "double", token);
    }
    conflict(isShort, "long", "short", token);
    conflictWithBase(token, TokenKind.KW_INT, TokenKind.KW_DOUBLE);
  }

  /** What C90 does not have, but an extension may use. */
  private void since99(ParseDiagnostic kind, Token token) {
    if (!dialect.atLeast(Standard.C99) && !extension) {
      diagnostics.report(kind, token.loc);
    }
  }

  private void addBase(Token token) {
    TokenKind added = token.kind;
    if (base != null) {
      twoTypes(token.loc);
      return;
    }
    base = added;
    String name = added.text();
    if (added == TokenKind.KW_BOOL) {
      since99(ParseDiagnostic.C99_BOOL, token);
    }
    if (added == TokenKind.KW_INT128) {
      diagnostics.report(ParseDiagnostic.INT128_PEDANTIC, token.loc);
    }
    if (added.compareTo(TokenKind.KW_DECIMAL32) >= 0
        && added.compareTo(TokenKind.KW_DECIMAL128) <= 0) {
      diagnostics.report(LexDiagnostic.DECIMAL_FLOAT_UNSUPPORTED, token.loc);
      wrong = true;
    }
    boolean sized = added == TokenKind.KW_INT;
    conflict(
        longs > 0 && !sized && !(added == TokenKind.KW_DOUBLE && longs == 1),
        longs == 2 ? "long long" : "long",
        name,
        token);
    conflict(isShort && !sized, "short", name, token);
    boolean takesSign = sized || added == TokenKind.KW_CHAR || added == TokenKind.KW_INT128;
    conflict(signed && !takesSign, "signed", name, token);
    conflict(unsigned && !takesSign, "unsigned", name, token);
    conflict(
        complexity != Complexity.REAL && (added == TokenKind.KW_VOID || added == TokenKind.KW_BOOL),
        "complex",
        name,
        token);
  }

  private void duplicate(Token token) {
    diagnostics.report(ParseDiagnostic.DUPLICATE_SPECIFIER, token.loc, token.spelling());
  }

  private void conflictWithBase(Token token, TokenKind... allowed) {
    if (base == null) {
      return;
    }
    for (TokenKind kind : allowed) {
      if (base == kind) {
        return;
      }
    }
    conflict(true, token.kind.text(), base.text(), token);
  }

  private void conflict(boolean condition, String first, String second, Token token) {
    if (condition && !wrong) {
      diagnostics.report(ParseDiagnostic.BOTH_SPECIFIERS, token.loc, first, second);
      wrong = true;
    }
  }

  Specifiers build(int end) {
    TypeSpecifier result = finish(end);
    return new Specifiers(
        loc,
        end,
        storage,
        storageLoc,
        threadLocal,
        constexpr,
        inline,
        noreturn,
        functionLoc,
        qualifiers,
        result,
        TokenCursor.frozen(alignments),
        TokenCursor.frozen(attributes),
        extension);
  }

  private TypeSpecifier finish(int end) {
    if (wrong) {
      return new TypeSpecifier.Erroneous(loc, end);
    }
    if (type instanceof TypeSpecifier.BitInt bits && (signed || unsigned)) {
      return new TypeSpecifier.BitInt(bits.loc(), bits.end(), bits.width(), unsigned);
    }
    if (type != null) {
      return type;
    }
    if (!keywords) {
      if (storage == Storage.AUTO && dialect.atLeast(Standard.C23)) {
        storage = Storage.NONE;
        return new TypeSpecifier.Auto(storageLoc, false);
      }
      return new TypeSpecifier.ImplicitInt(loc, end);
    }
    BasicType basic = basic();
    if (complexity != Complexity.REAL && basic.compareTo(BasicType.FLOAT) < 0) {
      diagnostics.report(ParseDiagnostic.COMPLEX_INTEGER, firstKeyword);
    }
    return new TypeSpecifier.Basic(firstKeyword, lastKeyword, basic, complexity);
  }

  private BasicType basic() {
    TokenKind kind = base;
    if (kind == null) {
      boolean number = longs > 0 || isShort || signed || unsigned;
      kind = !number && complexity != Complexity.REAL ? TokenKind.KW_DOUBLE : TokenKind.KW_INT;
    }
    return switch (kind) {
      case KW_VOID -> BasicType.VOID;
      case KW_BOOL -> BasicType.BOOL;
      case KW_CHAR ->
          unsigned ? BasicType.UNSIGNED_CHAR : signed ? BasicType.SIGNED_CHAR : BasicType.CHAR;
      case KW_FLOAT -> BasicType.FLOAT;
      case KW_DOUBLE -> longs > 0 ? BasicType.LONG_DOUBLE : BasicType.DOUBLE;
      case KW_FLOAT16 -> BasicType.FLOAT16;
      case KW_FLOAT32 -> BasicType.FLOAT32;
      case KW_FLOAT64 -> BasicType.FLOAT64;
      case KW_FLOAT128 -> BasicType.FLOAT128;
      case KW_FLOAT32X -> BasicType.FLOAT32X;
      case KW_FLOAT64X -> BasicType.FLOAT64X;
      case KW_INT128 -> unsigned ? BasicType.UNSIGNED_INT128 : BasicType.INT128;
      default -> integer();
    };
  }

  private BasicType integer() {
    if (isShort) {
      return unsigned ? BasicType.UNSIGNED_SHORT : BasicType.SHORT;
    }
    return switch (longs) {
      case 0 -> unsigned ? BasicType.UNSIGNED_INT : BasicType.INT;
      case 1 -> unsigned ? BasicType.UNSIGNED_LONG : BasicType.LONG;
      default -> unsigned ? BasicType.UNSIGNED_LONG_LONG : BasicType.LONG_LONG;
    };
  }
}
