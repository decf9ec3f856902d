package dev.ferry.c.parse;

import dev.ferry.c.lex.Token;
import dev.ferry.c.lex.TokenKind;
import dev.ferry.c.syntax.Encoding;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** GNU {@code asm} statements (gcc manual, "How to Use Inline Assembly Language in C Code"). */
final class AsmParser {
  private final Parser parser;
  private final TokenCursor cursor;

  AsmParser(Parser parser) {
    this.parser = parser;
    this.cursor = parser.cursor;
  }

  Statement statement() {
    int loc = cursor.advance().loc;
    boolean isVolatile = false;
    boolean isInline = false;
    boolean isGoto = false;
    boolean more = true;
    while (more) {
      switch (cursor.kind) {
        case KW_VOLATILE -> isVolatile = qualifier(isVolatile);
        case KW_INLINE -> isInline = qualifier(isInline);
        case KW_GOTO -> isGoto = qualifier(isGoto);
        default -> more = false;
      }
    }
    int open = cursor.token.loc;
    Expr.StringLiteral template = null;
    List<Statement.AsmOperand> outputs = new ArrayList<>(2);
    List<Statement.AsmOperand> inputs = new ArrayList<>(2);
    List<Expr.StringLiteral> clobbers = new ArrayList<>(2);
    List<Expr.Identifier> labels = new ArrayList<>(0);
    boolean extended = false;
    if (cursor.require(TokenKind.OPEN_PAREN, ParseDiagnostic.EXPECTED_OPEN_PAREN, 0)) {
      template = string();
      if (template != null && colon()) {
        extended = true;
        operands(outputs);
        if (colon()) {
          operands(inputs);
          if (colon()) {
            clobbers(clobbers);
            if (colon()) {
              labels(labels);
            }
          }
        }
      }
      cursor.skipUntil(TokenKind.CLOSE_PAREN, ParseDiagnostic.EXPECTED_CLOSE_PAREN, open);
    }
    int end = cursor.token.loc;
    cursor.skipUntil(TokenKind.SEMICOLON, ParseDiagnostic.EXPECTED_SEMICOLON, 0);
    return template == null
        ? new Statement.Erroneous(loc, end)
        : new Statement.Asm(
            loc,
            end,
            isVolatile,
            isInline,
            isGoto,
            extended,
            template,
            outputs,
            inputs,
            clobbers,
            labels);
  }

  private boolean qualifier(boolean seen) {
    Token token = cursor.advance();
    if (seen) {
      parser.diagnostics.report(
          ParseDiagnostic.DUPLICATE_ASM_QUALIFIER, token.loc, token.spelling());
    }
    return true;
  }

  /** A colon; where {@code ::} is one token, its first half. */
  private boolean colon() {
    if (cursor.is(TokenKind.COLON_COLON)) {
      cursor.splitColons();
      return true;
    }
    return cursor.accept(TokenKind.COLON);
  }

  private Expr.@Nullable StringLiteral string() {
    Expr.StringLiteral text = parser.expressions.requireString();
    if (text != null && text.encoding() != Encoding.PLAIN) {
      parser.diagnostics.report(ParseDiagnostic.WIDE_STRING_IN_ASM, text.loc());
    }
    return text;
  }

  private boolean atEndOfSection() {
    return switch (cursor.kind) {
      case COLON, COLON_COLON, CLOSE_PAREN -> true;
      default -> false;
    };
  }

  private void operands(List<Statement.AsmOperand> operands) {
    if (atEndOfSection()) {
      return;
    }
    do {
      int loc = cursor.token.loc;
      String name = null;
      if (cursor.accept(TokenKind.OPEN_BRACKET)) {
        if (cursor.token.isIdentifier()) {
          name = cursor.advance().spelling();
        } else {
          cursor.error(ParseDiagnostic.EXPECTED_IDENTIFIER);
          return;
        }
        cursor.require(TokenKind.CLOSE_BRACKET, ParseDiagnostic.EXPECTED_CLOSE_BRACKET, 0);
      }
      Expr.StringLiteral constraint = string();
      int open = cursor.token.loc;
      if (constraint == null
          || !cursor.require(TokenKind.OPEN_PAREN, ParseDiagnostic.EXPECTED_OPEN_PAREN, 0)) {
        return;
      }
      Expr expr = parser.expressions.expression();
      cursor.skipUntil(TokenKind.CLOSE_PAREN, ParseDiagnostic.EXPECTED_CLOSE_PAREN, open);
      operands.add(new Statement.AsmOperand(loc, name, constraint, expr));
    } while (cursor.accept(TokenKind.COMMA));
  }

  private void clobbers(List<Expr.StringLiteral> clobbers) {
    if (atEndOfSection()) {
      return;
    }
    do {
      Expr.StringLiteral clobber = string();
      if (clobber == null) {
        return;
      }
      clobbers.add(clobber);
    } while (cursor.accept(TokenKind.COMMA));
  }

  private void labels(List<Expr.Identifier> labels) {
    if (cursor.is(TokenKind.CLOSE_PAREN)) {
      return;
    }
    do {
      if (!cursor.is(TokenKind.IDENTIFIER)) {
        cursor.error(ParseDiagnostic.EXPECTED_IDENTIFIER);
        return;
      }
      Token name = cursor.advance();
      labels.add(new Expr.Identifier(name.loc, name.spelling()));
    } while (cursor.accept(TokenKind.COMMA));
  }
}
