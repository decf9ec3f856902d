package dev.ferry.c.parse;

import dev.ferry.base.diag.Diagnostic;
import dev.ferry.base.source.SourceMap;
import dev.ferry.c.lex.Token;
import dev.ferry.c.lex.TokenKind;

/** What a beginner is told beside a syntax error: what was probably meant, where to look. */
final class SyntaxNotes {
  /**
   * Two tokens that together are written like an operator of another language, or wrong way round.
   */
  private record Pair(TokenKind first, TokenKind second, String meant) {}

  private static final Pair[] PAIRS = {
    new Pair(TokenKind.ASSIGN, TokenKind.LESS, "<="),
    new Pair(TokenKind.ASSIGN, TokenKind.GREATER, ">="),
    new Pair(TokenKind.LESS, TokenKind.GREATER, "!="),
    new Pair(TokenKind.NOT_EQUAL, TokenKind.ASSIGN, "!="),
    new Pair(TokenKind.EQUAL, TokenKind.ASSIGN, "=="),
    new Pair(TokenKind.COLON, TokenKind.ASSIGN, "="),
  };

  private final TokenCursor cursor;
  private final SourceMap sources;
  private final Diagnostic diagnostic;
  private final Token token;

  /**
   * @param diagnostic the report of an error at the cursor
   */
  SyntaxNotes(TokenCursor cursor, Diagnostic diagnostic) {
    this.cursor = cursor;
    this.sources = cursor.diagnostics.sources();
    this.diagnostic = diagnostic;
    this.token = cursor.token;
  }

  /** Adds what helps. */
  void add(ParseDiagnostic what) {
    if (sources.isMacro(token.loc)) {
      inMacro();
    }
    switch (what) {
      case EXPECTED_EXPRESSION -> operator();
      case EXPECTED_IDENTIFIER_OR_PAREN -> noName();
      default -> {}
    }
    if (token.kind == TokenKind.IDENTIFIER) {
      ForeignWords.note(diagnostic, token.loc, token.spelling());
    }
  }

  /** {@code #define N 10;} and {@code #define N = 10}: the mistake is in the definition. */
  private void inMacro() {
    String macro = sources.macroName(token.loc);
    if (token.kind == TokenKind.SEMICOLON) {
      diagnostic.note(
          sources.spelling(token.loc), "this ‘;’ belongs to the definition of macro ‘%s’", macro);
    } else if (token.kind == TokenKind.ASSIGN) {
      diagnostic.note(
          sources.spelling(token.loc), "this ‘=’ belongs to the definition of macro ‘%s’", macro);
    }
  }

  private void noName() {
    TokenKind kind = token.kind;
    if (kind == TokenKind.NUMBER) {
      String text = token.spelling();
      if (Character.isLetter(text.charAt(text.length() - 1))) {
        diagnostic.note(token.loc, "a name cannot begin with a digit");
      }
    } else if (!cursor.insideFunction && (kind == TokenKind.CLOSE_BRACE || startsStatement(kind))) {
      outside();
    } else if (cursor.previousKind() == TokenKind.COMMA && kind.isKeyword()) {
      diagnostic.note(cursor.previous, "the next declaration begins after a ‘;’, not a ‘,’");
    } else if (kind.isKeyword() && cursor.peek(1).kind != TokenKind.CLOSE_PAREN) {
      diagnostic.note(token.loc, "‘%s’ is a keyword, it cannot be a name", token.spelling());
    }
  }

  private void operator() {
    int previous = cursor.previous;
    if (sources.isMacro(previous) || sources.isMacro(token.loc)) {
      return;
    }
    TokenKind before = cursor.previousKind();
    if (before == TokenKind.COLON && token.kind == TokenKind.COLON && token.loc == previous + 1) {
      diagnostic.note(previous, "‘::’ belongs to C++; this is compiled as C");
      return;
    }
    for (Pair pair : PAIRS) {
      if (pair.first == before
          && pair.second == token.kind
          && token.loc == previous + pair.first.text().length()) {
        diagnostic
            .fixIt(previous, token.loc + pair.second.text().length(), pair.meant)
            .note(previous, "did you mean ‘%s’?", pair.meant);
        return;
      }
    }
  }

  private void outside() {
    if (cursor.functionEnd != SourceMap.NONE) {
      diagnostic.note(cursor.functionEnd, "the function before ends with this ‘}’");
    } else if (token.kind == TokenKind.CLOSE_BRACE) {
      diagnostic.note(token.loc, "this ‘}’ has no ‘{’");
    } else {
      diagnostic.note(token.loc, "statements can only stand inside functions");
    }
  }

  /** Whether a keyword can only start, or go on with, a statement. */
  static boolean startsStatement(TokenKind kind) {
    return switch (kind) {
      case KW_IF, KW_ELSE, KW_WHILE, KW_FOR, KW_DO, KW_SWITCH, KW_CASE, KW_DEFAULT -> true;
      case KW_RETURN, KW_BREAK, KW_CONTINUE, KW_GOTO -> true;
      default -> false;
    };
  }
}
