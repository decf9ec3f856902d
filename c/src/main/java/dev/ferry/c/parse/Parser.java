package dev.ferry.c.parse;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.source.SourceFile;
import dev.ferry.base.source.SourceMap;
import dev.ferry.c.lex.Dialect;
import dev.ferry.c.lex.LiteralDecoder;
import dev.ferry.c.lex.NumberParser;
import dev.ferry.c.lex.TokenKind;
import dev.ferry.c.pp.Preprocessor;
import dev.ferry.c.syntax.Declaration;
import dev.ferry.c.syntax.TranslationUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses a translation unit (C17 6.9 and annex A, C23, GNU) by recursive descent. The grammar's
 * parts live in classes of their own, which share this one's state.
 */
public final class Parser {
  /** How deep constructs may nest, where the stack allows it: gcc's own tests go to 100,000. */
  private static final int MAX_DEPTH = 250_000;

  final TokenCursor cursor;
  final Scopes scopes = new Scopes();
  final Dialect dialect;
  final Diagnostics diagnostics;
  final NumberParser numbers;
  final LiteralDecoder literals;
  final SpecifierParser specifiers;
  final DeclaratorParser declarators;
  final DeclarationParser declarations;
  final InitializerParser initializers;
  final ExpressionParser expressions;
  final StatementParser statements;
  final AttributeParser attributes;
  private int depth;

  private Parser(Preprocessor pp) {
    this.dialect = pp.dialect();
    this.diagnostics = pp.diagnostics();
    this.cursor = new TokenCursor(pp);
    this.numbers = new NumberParser(dialect, diagnostics);
    this.literals = new LiteralDecoder(dialect, diagnostics);
    this.attributes = new AttributeParser(this);
    this.specifiers = new SpecifierParser(this);
    this.declarators = new DeclaratorParser(this);
    this.declarations = new DeclarationParser(this);
    this.initializers = new InitializerParser(this);
    this.expressions = new ExpressionParser(this);
    this.statements = new StatementParser(this);
    if (dialect.xlen() == 64) {
      scopes.declare(pp.identifiers().intern("__int128_t"), true);
      scopes.declare(pp.identifiers().intern("__uint128_t"), true);
    }
  }

  /**
   * Preprocesses and parses a file. Errors go to the preprocessor's diagnostics; the tree is whole
   * in any case, with {@code Erroneous} nodes where something could not be read. Deeply nested
   * programs need a deep stack: call this on a thread with 512 MiB.
   *
   * @throws Diagnostics.Abort after a fatal error or too many errors
   */
  public static TranslationUnit parse(Preprocessor pp, SourceFile main) {
    try {
      pp.start(main);
      return new Parser(pp).translationUnit();
    } catch (SourceMap.Overflow e) {
      pp.diagnostics().report(ParseDiagnostic.NESTED_TOO_DEEPLY, SourceMap.NONE);
      throw e;
    } catch (StackOverflowError e) {
      pp.diagnostics().report(ParseDiagnostic.NESTED_TOO_DEEPLY, pp.location());
      throw e;
    }
  }

  private TranslationUnit translationUnit() {
    int start = cursor.token.loc;
    List<Declaration> all = new ArrayList<>();
    if (cursor.is(TokenKind.END_OF_FILE) && !cursor.hasPragmas()) {
      diagnostics.report(ParseDiagnostic.EMPTY_TRANSLATION_UNIT, start);
    }
    while (true) {
      if (cursor.hasPragmas()) {
        all.addAll(cursor.takePragmas());
      }
      if (cursor.is(TokenKind.END_OF_FILE)) {
        break;
      }
      all.add(declarations.external());
    }
    return new TranslationUnit(start, cursor.token.loc, all);
  }

  /** Enters a nested construct; {@link #leave} ends it. */
  void enter() {
    if (++depth > MAX_DEPTH) {
      diagnostics.report(ParseDiagnostic.NESTED_TOO_DEEPLY, cursor.token.loc);
    }
  }

  void leave() {
    depth--;
  }
}
