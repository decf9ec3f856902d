package dev.ferry.c.parse;

import dev.ferry.base.diag.Diagnostic;
import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.diag.Spelling;
import dev.ferry.c.lex.Identifier;
import dev.ferry.c.lex.Standard;
import dev.ferry.c.lex.Token;
import dev.ferry.c.lex.TokenKind;
import dev.ferry.c.syntax.Attribute;
import dev.ferry.c.syntax.BasicType;
import dev.ferry.c.syntax.Declarator;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.syntax.Qualifiers;
import dev.ferry.c.syntax.RecordMember;
import dev.ferry.c.syntax.Specifiers;
import dev.ferry.c.syntax.TypeName;
import dev.ferry.c.syntax.TypeSpecifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Declaration specifiers, struct, union and enum specifiers (C17 6.7, 6.7.2). */
final class SpecifierParser {
  /** How hard to look for a type name in an unknown identifier. */
  enum LookAhead {
    /** It is a type name only if a declarator seems to follow. */
    NON_ABSTRACT,
    /** It is a type name. */
    PREFER_TYPE,
    /** It is no type name. */
    PREFER_IDENTIFIER
  }

  private static final boolean[] STARTS_SPECIFIERS = new boolean[TokenKind.values().length];

  static {
    for (TokenKind kind :
        List.of(
            TokenKind.KW_AUTO,
            TokenKind.KW_EXTERN,
            TokenKind.KW_STATIC,
            TokenKind.KW_REGISTER,
            TokenKind.KW_TYPEDEF,
            TokenKind.KW_INLINE,
            TokenKind.KW_NORETURN,
            TokenKind.KW_THREAD_LOCAL,
            TokenKind.KW_CONSTEXPR,
            TokenKind.KW_EXTENSION,
            TokenKind.KW_ATTRIBUTE,
            TokenKind.KW_ALIGNAS,
            TokenKind.KW_CONST,
            TokenKind.KW_VOLATILE,
            TokenKind.KW_RESTRICT,
            TokenKind.KW_ATOMIC,
            TokenKind.KW_STATIC_ASSERT)) {
      STARTS_SPECIFIERS[kind.ordinal()] = true;
    }
    for (TokenKind kind : TokenKind.values()) {
      if (isTypeKeyword(kind)) {
        STARTS_SPECIFIERS[kind.ordinal()] = true;
      }
    }
  }

  private final Parser parser;
  private final TokenCursor cursor;
  private final Scopes scopes;
  private final Diagnostics diagnostics;

  SpecifierParser(Parser parser) {
    this.parser = parser;
    this.cursor = parser.cursor;
    this.scopes = parser.scopes;
    this.diagnostics = parser.diagnostics;
  }

  private static boolean isTypeKeyword(TokenKind kind) {
    return switch (kind) {
      case KW_VOID,
          KW_CHAR,
          KW_SHORT,
          KW_INT,
          KW_LONG,
          KW_FLOAT,
          KW_DOUBLE,
          KW_SIGNED,
          KW_UNSIGNED,
          KW_BOOL,
          KW_COMPLEX,
          KW_IMAGINARY,
          KW_INT128,
          KW_FLOAT16,
          KW_FLOAT32,
          KW_FLOAT64,
          KW_FLOAT128,
          KW_FLOAT32X,
          KW_FLOAT64X,
          KW_DECIMAL32,
          KW_DECIMAL64,
          KW_DECIMAL128,
          KW_BIT_INT,
          KW_STRUCT,
          KW_UNION,
          KW_ENUM,
          KW_TYPEOF,
          KW_TYPEOF_UNQUAL,
          KW_AUTO_TYPE,
          KW_BUILTIN_VA_LIST ->
          true;
      default -> false;
    };
  }

  private static boolean isQualifier(TokenKind kind) {
    return switch (kind) {
      case KW_CONST, KW_VOLATILE, KW_RESTRICT, KW_ATOMIC -> true;
      default -> false;
    };
  }

  /** Whether the token starts declaration specifiers; typedef names do. */
  boolean startsSpecifiers(Token token) {
    return token.kind == TokenKind.IDENTIFIER
        ? Scopes.isTypedef(token.identifier())
        : STARTS_SPECIFIERS[token.kind.ordinal()] && token.kind != TokenKind.KW_STATIC_ASSERT;
  }

  /** Whether the token starts a type name, as in a cast. */
  boolean startsTypeName(Token token) {
    return switch (token.kind) {
      case IDENTIFIER -> Scopes.isTypedef(token.identifier());
      case KW_CONST, KW_VOLATILE, KW_RESTRICT, KW_ATOMIC, KW_ATTRIBUTE, KW_ALIGNAS -> true;
      default -> isTypeKeyword(token.kind);
    };
  }

  /** Whether the current token starts a declaration, perhaps with a misspelt type. */
  boolean startsDeclaration() {
    Token token = cursor.token;
    if (token.kind == TokenKind.IDENTIFIER) {
      if (cursor.peek(1).kind == TokenKind.COLON) {
        return false;
      }
      return Scopes.isTypedef(token.identifier()) || startsUnknownType(LookAhead.NON_ABSTRACT);
    }
    return STARTS_SPECIFIERS[token.kind.ordinal()];
  }

  /** Whether the current identifier can only be meant as a type name. */
  boolean startsUnknownType(LookAhead lookAhead) {
    if (!cursor.is(TokenKind.IDENTIFIER)
        || Scopes.isDeclared(cursor.token.identifier())
        || lookAhead == LookAhead.PREFER_IDENTIFIER) {
      return false;
    }
    if (lookAhead == LookAhead.PREFER_TYPE) {
      return true;
    }
    TokenKind next = cursor.peek(1).kind;
    return next == TokenKind.IDENTIFIER || next == TokenKind.STAR;
  }

  /** Reports an unknown type name, with what was probably meant. */
  void unknownType(Token token) {
    String name = token.spelling();
    String keyword = scopes.tagKeyword(name);
    if (keyword != null) {
      diagnostics
          .report(ParseDiagnostic.UNKNOWN_TYPE_USE_TAG, token.loc, name, keyword)
          .fixIt(token.loc, token.loc, keyword + " ");
      return;
    }
    boolean known = HeaderHints.header(name) != null || ForeignWords.hint(name) != null;
    List<String> candidates = scopes.typedefNames();
    if (!name.startsWith("__")) {
      candidates.removeIf(candidate -> candidate.startsWith("__"));
    }
    candidates.addAll(
        List.of(
            "char",
            "const",
            "double",
            "enum",
            "extern",
            "float",
            "inline",
            "int",
            "long",
            "register",
            "restrict",
            "short",
            "signed",
            "static",
            "struct",
            "typedef",
            "union",
            "unsigned",
            "void",
            "volatile",
            "auto",
            "_Bool",
            "typeof"));
    String best = known ? null : Spelling.closest(name, candidates);
    if (best == null && !known && cursor.insideFunction) {
      best = ForeignWords.keyword(name);
    }
    if (best == null) {
      Diagnostic diagnostic = diagnostics.report(ParseDiagnostic.UNKNOWN_TYPE, token.loc, name);
      HeaderHints.note(diagnostic, token.loc, name);
      ForeignWords.note(diagnostic, token.loc, name);
    } else {
      diagnostics
          .report(ParseDiagnostic.UNKNOWN_TYPE_DID_YOU_MEAN, token.loc, name, best)
          .fixIt(token.loc, token.loc + name.length(), best);
    }
  }

  /**
   * Parses specifiers.
   *
   * @param storage whether storage-class and function specifiers may stand among them
   * @param prefix attributes already read, which belong to them
   * @return null where nothing stands here that could be one
   */
  @Nullable Specifiers parse(
      boolean storage, LookAhead lookAhead, @Nullable ArrayList<Attribute> prefix) {
    SpecifierBuilder builder = new SpecifierBuilder(diagnostics, parser.dialect, cursor.token.loc);
    builder.attributes = prefix;
    while (specifier(builder, storage, lookAhead)) {
      if (cursor.error) {
        break;
      }
    }
    return builder.isEmpty() ? null : builder.build(cursor.previous);
  }

  private boolean specifier(SpecifierBuilder builder, boolean storage, LookAhead lookAhead) {
    Token token = cursor.token;
    switch (token.kind) {
      case IDENTIFIER -> {
        return name(builder, token, lookAhead);
      }
      case KW_CONST, KW_VOLATILE, KW_RESTRICT -> {
        cursor.advance();
        builder.qualifier(qualifier(token.kind), token);
      }
      case KW_ATOMIC -> {
        if (cursor.peek(1).kind == TokenKind.OPEN_PAREN) {
          if (builder.hasType()) {
            return false;
          }
          builder.type(atomic());
        } else {
          cursor.advance();
          builder.qualifier(Qualifiers.ATOMIC, token);
        }
      }
      case KW_ALIGNAS -> builder.alignment(alignAs());
      case KW_ATTRIBUTE -> builder.attributes = parser.attributes.parseGnu(builder.attributes);
      case OPEN_BRACKET -> {
        if (builder.isEmpty() || !parser.attributes.startsStandard()) {
          return false;
        }
        builder.attributes = parser.attributes.parseStandard(builder.attributes);
      }
      case KW_EXTENSION -> {
        cursor.advance();
        builder.extension = true;
      }
      case KW_STRUCT, KW_UNION -> {
        if (builder.hasTag()) {
          return false;
        }
        builder.type(record());
      }
      case KW_ENUM -> {
        if (builder.hasTag()) {
          return false;
        }
        builder.type(enumeration());
      }
      case KW_TYPEOF, KW_TYPEOF_UNQUAL -> builder.type(typeof());
      case KW_BIT_INT -> builder.bitInt(bitInt());
      case KW_AUTO_TYPE -> {
        cursor.advance();
        builder.type(new TypeSpecifier.Auto(token.loc, true));
      }
      case KW_BUILTIN_VA_LIST -> {
        cursor.advance();
        builder.type(new TypeSpecifier.VaList(token.loc));
      }
      case KW_AUTO,
          KW_EXTERN,
          KW_STATIC,
          KW_REGISTER,
          KW_TYPEDEF,
          KW_INLINE,
          KW_NORETURN,
          KW_THREAD_LOCAL,
          KW_CONSTEXPR -> {
        if (!storage) {
          return false;
        }
        cursor.advance();
        builder.storage(token);
      }
      default -> {
        if (!isTypeKeyword(token.kind)) {
          return false;
        }
        if (builder.hasTag()) {
          return false;
        }
        cursor.advance();
        builder.keyword(token);
      }
    }
    return true;
  }

  /** A typedef name is a specifier only where no type was seen yet (C17 6.7.8p3 by consequence). */
  private boolean name(SpecifierBuilder builder, Token token, LookAhead lookAhead) {
    if (builder.hasType()) {
      return false;
    }
    Identifier name = token.identifier();
    if (Scopes.isTypedef(name)) {
      cursor.advance();
      builder.type(typedefName(token.loc, name.name()));
      return true;
    }
    if (!startsUnknownType(lookAhead)) {
      return false;
    }
    unknownType(token);
    cursor.advance();
    builder.type(new TypeSpecifier.Erroneous(token.loc, token.loc));
    return true;
  }

  private static TypeSpecifier typedefName(int loc, String name) {
    return switch (name) {
      case "__int128_t" ->
          new TypeSpecifier.Basic(loc, loc, BasicType.INT128, TypeSpecifier.Complexity.REAL);
      case "__uint128_t" ->
          new TypeSpecifier.Basic(
              loc, loc, BasicType.UNSIGNED_INT128, TypeSpecifier.Complexity.REAL);
      default -> new TypeSpecifier.TypedefName(loc, name);
    };
  }

  static int qualifier(TokenKind kind) {
    return switch (kind) {
      case KW_CONST -> Qualifiers.CONST;
      case KW_VOLATILE -> Qualifiers.VOLATILE;
      case KW_RESTRICT -> Qualifiers.RESTRICT;
      case KW_ATOMIC -> Qualifiers.ATOMIC;
      default -> 0;
    };
  }

  /** Qualifiers and attributes behind a {@code *} or in {@code []}. */
  int qualifiers() {
    int set = 0;
    while (isQualifier(cursor.kind)) {
      set |= qualifier(cursor.advance().kind);
    }
    return set;
  }

  private TypeSpecifier atomic() {
    int loc = cursor.advance().loc;
    int open = cursor.advance().loc;
    TypeName type = typeName();
    cursor.skipUntil(TokenKind.CLOSE_PAREN, ParseDiagnostic.EXPECTED_CLOSE_PAREN, open);
    return type == null
        ? new TypeSpecifier.Erroneous(loc, cursor.previous)
        : new TypeSpecifier.Atomic(loc, cursor.previous, type);
  }

  private TypeSpecifier bitInt() {
    int loc = cursor.advance().loc;
    int open = cursor.token.loc;
    if (!cursor.require(TokenKind.OPEN_PAREN, ParseDiagnostic.EXPECTED_OPEN_PAREN, 0)) {
      return new TypeSpecifier.Erroneous(loc, loc);
    }
    Expr width = parser.expressions.conditional();
    cursor.skipUntil(TokenKind.CLOSE_PAREN, ParseDiagnostic.EXPECTED_CLOSE_PAREN, open);
    return new TypeSpecifier.BitInt(loc, cursor.previous, width, false);
  }

  private Specifiers.Alignment alignAs() {
    int loc = cursor.advance().loc;
    int open = cursor.token.loc;
    if (!cursor.require(TokenKind.OPEN_PAREN, ParseDiagnostic.EXPECTED_OPEN_PAREN, 0)) {
      return new Specifiers.Alignment(loc, null, new Expr.Erroneous(loc, loc));
    }
    TypeName type = null;
    Expr expr = null;
    if (startsTypeName(cursor.token)) {
      type = typeName();
    } else {
      expr = parser.expressions.conditional();
    }
    cursor.skipUntil(TokenKind.CLOSE_PAREN, ParseDiagnostic.EXPECTED_CLOSE_PAREN, open);
    return new Specifiers.Alignment(
        loc, type, type == null && expr == null ? new Expr.Erroneous(loc, loc) : expr);
  }

  private TypeSpecifier typeof() {
    Token keyword = cursor.advance();
    boolean unqualified = keyword.kind == TokenKind.KW_TYPEOF_UNQUAL;
    int open = cursor.token.loc;
    if (!cursor.require(TokenKind.OPEN_PAREN, ParseDiagnostic.EXPECTED_OPEN_PAREN, 0)) {
      return new TypeSpecifier.Erroneous(keyword.loc, keyword.loc);
    }
    TypeName type = null;
    Expr operand = null;
    if (startsTypeName(cursor.token)) {
      type = typeName();
    } else {
      operand = parser.expressions.expression();
    }
    cursor.skipUntil(TokenKind.CLOSE_PAREN, ParseDiagnostic.EXPECTED_CLOSE_PAREN, open);
    int end = cursor.previous;
    if (type != null) {
      return new TypeSpecifier.TypeofType(keyword.loc, end, type, unqualified);
    }
    return operand == null
        ? new TypeSpecifier.Erroneous(keyword.loc, end)
        : new TypeSpecifier.TypeofExpr(keyword.loc, end, operand, unqualified);
  }

  /** A type name; null after an error. */
  @Nullable TypeName typeName() {
    Specifiers specifiers =
        parse(parser.dialect.atLeast(Standard.C23), LookAhead.PREFER_TYPE, null);
    if (specifiers == null) {
      cursor.error(ParseDiagnostic.EXPECTED_SPECIFIER_QUALIFIERS);
      return null;
    }
    Declarator declarator = parser.declarators.abstractDeclarator();
    return declarator == null ? null : new TypeName(specifiers, declarator, cursor.previous);
  }

  // Structures and unions (6.7.2.1).

  private TypeSpecifier record() {
    Token keyword = cursor.advance();
    ArrayList<Attribute> attributes = parser.attributes.parse(null);
    String tag = null;
    int tagLoc = keyword.loc;
    if (cursor.is(TokenKind.IDENTIFIER)) {
      Token name = cursor.advance();
      tag = name.spelling();
      tagLoc = name.loc;
      scopes.declareTag(tag, keyword.kind.text());
    }
    List<RecordMember> members = null;
    int pack = 0;
    if (cursor.is(TokenKind.OPEN_BRACE)) {
      parser.enter();
      members = members();
      pack = cursor.pragmas.pack();
      cursor.accept(TokenKind.CLOSE_BRACE);
      parser.leave();
      attributes = parser.attributes.parseGnu(attributes);
    } else if (tag == null) {
      cursor.error(ParseDiagnostic.EXPECTED_OPEN_BRACE);
      return new TypeSpecifier.Erroneous(keyword.loc, cursor.previous);
    }
    return new TypeSpecifier.Record(
        keyword.loc,
        cursor.previous,
        keyword.kind == TokenKind.KW_UNION,
        tag,
        tagLoc,
        members,
        TokenCursor.frozen(attributes),
        pack);
  }

  /** The members up to the closing brace, which is left to the caller. */
  private List<RecordMember> members() {
    cursor.advance();
    boolean quiet = cursor.quiet;
    int raised = cursor.raised;
    List<RecordMember> members = new ArrayList<>();
    while (true) {
      if (cursor.is(TokenKind.SEMICOLON)) {
        diagnostics.report(ParseDiagnostic.EXTRA_SEMICOLON_IN_STRUCT, cursor.token.loc);
        cursor.advance();
        continue;
      }
      if (cursor.is(TokenKind.CLOSE_BRACE) || cursor.is(TokenKind.END_OF_FILE)) {
        break;
      }
      Token before = cursor.token;
      member(members);
      if (cursor.is(TokenKind.SEMICOLON)) {
        cursor.advance();
      } else if (cursor.is(TokenKind.CLOSE_BRACE)) {
        if (!cursor.error) {
          missingLastSemicolon();
        }
      } else if (!startsSpecifiers(cursor.token)) {
        // Else only the semicolon is missing, which is said.
        cursor.error(ParseDiagnostic.EXPECTED_SEMICOLON);
        cursor.skipUntil(TokenKind.SEMICOLON, null, 0);
      }
      cursor.error = false;
      // One error per list, as in gcc: behind it, braces may not mean what they seem to.
      cursor.quiet |= cursor.raised > raised;
      if (cursor.token == before) {
        // What closes something that was never opened.
        cursor.advance();
      }
    }
    if (cursor.is(TokenKind.END_OF_FILE)) {
      cursor.error(ParseDiagnostic.EXPECTED_SPECIFIER_QUALIFIERS);
    }
    cursor.quiet = quiet;
    return members;
  }

  private void missingLastSemicolon() {
    if (cursor.previousKind() != TokenKind.SEMICOLON) {
      diagnostics.report(ParseDiagnostic.NO_SEMICOLON_AT_STRUCT_END, cursor.token.loc);
    }
  }

  private void member(List<RecordMember> members) {
    int extension = cursor.is(TokenKind.KW_EXTENSION) ? 1 : 0;
    diagnostics.extension(extension);
    plainMember(members);
    diagnostics.extension(-extension);
  }

  private void plainMember(List<RecordMember> members) {
    while (cursor.is(TokenKind.KW_EXTENSION) && cursor.peek(1).kind == TokenKind.KW_STATIC_ASSERT) {
      cursor.advance();
    }
    if (cursor.is(TokenKind.KW_STATIC_ASSERT)) {
      members.add(new RecordMember.Assertion(parser.declarations.staticAssert(false)));
      return;
    }
    ArrayList<Attribute> prefix = parser.attributes.parseStandard(null);
    Specifiers specifiers = parse(false, LookAhead.NON_ABSTRACT, prefix);
    if (cursor.error) {
      return;
    }
    if (specifiers == null) {
      cursor.error(ParseDiagnostic.EXPECTED_SPECIFIER_QUALIFIERS);
      return;
    }
    if (cursor.is(TokenKind.SEMICOLON) || cursor.is(TokenKind.CLOSE_BRACE)) {
      members.add(new RecordMember.Fields(cursor.token.loc, specifiers, List.of()));
      return;
    }
    if (lacksSemicolon(specifiers)) {
      cursor.error(ParseDiagnostic.EXPECTED_AFTER_TAG);
      cursor.error = false;
      members.add(new RecordMember.Fields(cursor.previous, specifiers, List.of()));
      return;
    }
    List<RecordMember.FieldDeclarator> fields = new ArrayList<>(2);
    boolean good = fields(fields, specifiers);
    if (good || !fields.isEmpty()) {
      members.add(new RecordMember.Fields(cursor.token.loc, specifiers, fields));
    }
  }

  /**
   * Whether the next declaration starts right behind a struct, union or enum. A typedef name does
   * not say so: as a member or in an inner scope it is declared anew (C17 6.2.1p4, 6.2.3p1).
   */
  boolean lacksSemicolon(Specifiers specifiers) {
    return isTagDefinition(specifiers)
        && startsSpecifiers(cursor.token)
        && !cursor.is(TokenKind.IDENTIFIER);
  }

  private static boolean isTagDefinition(Specifiers specifiers) {
    return switch (specifiers.type()) {
      case TypeSpecifier.Record record -> record.members() != null;
      case TypeSpecifier.Enum enumeration -> enumeration.enumerators() != null;
      default -> false;
    };
  }

  private boolean fields(List<RecordMember.FieldDeclarator> fields, Specifiers specifiers) {
    boolean typeSeen = !(specifiers.type() instanceof TypeSpecifier.ImplicitInt);
    while (true) {
      ArrayList<Attribute> attributes = parser.attributes.parseGnu(null);
      Declarator declarator;
      if (cursor.is(TokenKind.COLON)) {
        declarator = new Declarator.Name(cursor.token.loc, null);
      } else {
        declarator = parser.declarators.declarator(typeSeen);
        if (declarator == null) {
          // A comma in a semicolon's place: the next member follows.
          if (fields.isEmpty() || !startsSpecifiers(cursor.token)) {
            cursor.skipUntilFieldEnd();
          }
          return false;
        }
      }
      Expr width = null;
      if (cursor.accept(TokenKind.COLON)) {
        width = parser.expressions.conditional();
      }
      attributes = parser.attributes.parse(attributes);
      fields.add(
          new RecordMember.FieldDeclarator(declarator, width, TokenCursor.frozen(attributes)));
      if (cursor.accept(TokenKind.COMMA)) {
        continue;
      }
      if (cursor.is(TokenKind.SEMICOLON) || cursor.is(TokenKind.CLOSE_BRACE)) {
        return true;
      }
      cursor.proposeSemicolon(
          cursor.error(
              width == null
                  ? ParseDiagnostic.EXPECTED_FIELD_SEPARATOR
                  : ParseDiagnostic.EXPECTED_AFTER_WIDTH));
      return false;
    }
  }

  // Enumerations (6.7.2.2).

  private TypeSpecifier enumeration() {
    Token keyword = cursor.advance();
    ArrayList<Attribute> attributes = parser.attributes.parse(null);
    String tag = null;
    int tagLoc = keyword.loc;
    if (cursor.is(TokenKind.IDENTIFIER)) {
      Token name = cursor.advance();
      tag = name.spelling();
      tagLoc = name.loc;
      scopes.declareTag(tag, "enum");
    }
    Specifiers underlying = null;
    if (cursor.is(TokenKind.COLON) && startsTypeName(cursor.peek(1))) {
      cursor.advance();
      underlying = parse(false, LookAhead.PREFER_TYPE, null);
    }
    List<TypeSpecifier.Enumerator> enumerators = null;
    if (cursor.is(TokenKind.OPEN_BRACE)) {
      int open = cursor.advance().loc;
      enumerators = enumerators(open);
      attributes = parser.attributes.parseGnu(attributes);
    } else if (tag == null) {
      cursor.error(ParseDiagnostic.EXPECTED_OPEN_BRACE);
      return new TypeSpecifier.Erroneous(keyword.loc, cursor.previous);
    }
    return new TypeSpecifier.Enum(
        keyword.loc,
        cursor.previous,
        tag,
        tagLoc,
        underlying,
        enumerators,
        TokenCursor.frozen(attributes));
  }

  private List<TypeSpecifier.Enumerator> enumerators(int open) {
    List<TypeSpecifier.Enumerator> enumerators = new ArrayList<>();
    if (cursor.is(TokenKind.CLOSE_BRACE)) {
      diagnostics.report(ParseDiagnostic.EMPTY_ENUM, cursor.token.loc);
      cursor.advance();
      return enumerators;
    }
    while (true) {
      if (!cursor.is(TokenKind.IDENTIFIER)) {
        cursor.error(ParseDiagnostic.EXPECTED_IDENTIFIER);
        cursor.skipUntil(TokenKind.CLOSE_BRACE, null, 0);
        return enumerators;
      }
      Token name = cursor.advance();
      List<Attribute> attributes = parser.attributes.parseAll();
      Expr value = null;
      if (cursor.accept(TokenKind.ASSIGN)) {
        value = parser.expressions.conditional();
      }
      enumerators.add(new TypeSpecifier.Enumerator(name.loc, name.spelling(), attributes, value));
      scopes.declare(name.identifier(), false);
      if (cursor.is(TokenKind.COMMA)) {
        int comma = cursor.advance().loc;
        if (cursor.is(TokenKind.CLOSE_BRACE)) {
          if (!parser.dialect.atLeast(Standard.C99)) {
            diagnostics.report(ParseDiagnostic.ENUM_TRAILING_COMMA, comma);
          }
          cursor.advance();
          return enumerators;
        }
        continue;
      }
      if (cursor.accept(TokenKind.CLOSE_BRACE)) {
        return enumerators;
      }
      cursor.error(ParseDiagnostic.EXPECTED_ENUMERATOR_SEPARATOR);
      cursor.skipUntil(TokenKind.CLOSE_BRACE, null, 0);
      return enumerators;
    }
  }
}
