package dev.ferry.c.parse;

import dev.ferry.c.lex.Standard;
import dev.ferry.c.lex.Token;
import dev.ferry.c.lex.TokenKind;
import dev.ferry.c.syntax.Designator;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.syntax.Initializer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Initializers (C17 6.7.9, GNU). */
final class InitializerParser {
  private final Parser parser;
  private final TokenCursor cursor;

  InitializerParser(Parser parser) {
    this.parser = parser;
    this.cursor = parser.cursor;
  }

  Initializer initializer() {
    return cursor.is(TokenKind.OPEN_BRACE)
        ? braced()
        : new Initializer.Value(parser.expressions.assignment());
  }

  Initializer.Braced braced() {
    parser.enter();
    int open = cursor.advance().loc;
    ArrayList<Initializer.Item> items = new ArrayList<>();
    if (cursor.is(TokenKind.CLOSE_BRACE) && !parser.dialect.atLeast(Standard.C23)) {
      parser.diagnostics.report(ParseDiagnostic.EMPTY_INITIALIZER, open);
    }
    while (!cursor.is(TokenKind.CLOSE_BRACE)) {
      items.add(item());
      if (cursor.error || !cursor.accept(TokenKind.COMMA)) {
        break;
      }
    }
    int close = cursor.token.loc;
    if (cursor.is(TokenKind.CLOSE_BRACE)) {
      cursor.advance();
    } else {
      cursor.skipUntil(TokenKind.CLOSE_BRACE, ParseDiagnostic.EXPECTED_CLOSE_BRACE, open);
    }
    parser.leave();
    return new Initializer.Braced(open, close, items);
  }

  private Initializer.Item item() {
    Token token = cursor.token;
    if (token.kind == TokenKind.IDENTIFIER && cursor.peek(1).kind == TokenKind.COLON) {
      cursor.advance();
      parser.diagnostics.report(ParseDiagnostic.OLD_DESIGNATOR, cursor.advance().loc);
      return new Initializer.Item(
          List.of(new Designator.Field(token.loc, token.spelling())), initializer());
    }
    if (token.kind != TokenKind.DOT && token.kind != TokenKind.OPEN_BRACKET) {
      return new Initializer.Item(List.of(), initializer());
    }
    List<Designator> designators = designators(false);
    if (designators == null) {
      return new Initializer.Item(
          List.of(), new Initializer.Value(new Expr.Erroneous(token.loc, cursor.previous)));
    }
    if (cursor.is(TokenKind.ASSIGN)) {
      cursor.advance();
    } else if (designators.size() != 1 || designators.getFirst() instanceof Designator.Field) {
      cursor.error(ParseDiagnostic.EXPECTED_EQUALS);
      return new Initializer.Item(
          List.of(), new Initializer.Value(new Expr.Erroneous(token.loc, cursor.previous)));
    } else {
      // GNU's old "[index] value".
      parser.diagnostics.report(ParseDiagnostic.OLD_DESIGNATOR, cursor.token.loc);
    }
    return new Initializer.Item(designators, initializer());
  }

  /**
   * A run of {@code .name} and {@code [index]}; null after an error.
   *
   * @param path in {@code offsetof}: starts with a bare name, has no ranges
   */
  @Nullable List<Designator> designators(boolean path) {
    List<Designator> list = new ArrayList<>(2);
    if (path) {
      if (!addField(list)) {
        return null;
      }
    }
    while (true) {
      if (cursor.is(TokenKind.DOT) || path && cursor.is(TokenKind.ARROW)) {
        cursor.advance();
        if (!addField(list)) {
          return null;
        }
      } else if (cursor.is(TokenKind.OPEN_BRACKET)) {
        list.add(index());
        if (cursor.error) {
          return null;
        }
      } else {
        return list;
      }
    }
  }

  private boolean addField(List<Designator> list) {
    if (!cursor.is(TokenKind.IDENTIFIER)) {
      cursor.error(ParseDiagnostic.EXPECTED_IDENTIFIER);
      return false;
    }
    Token name = cursor.advance();
    list.add(new Designator.Field(name.loc, name.spelling()));
    return true;
  }

  private Designator index() {
    int open = cursor.advance().loc;
    Expr first = parser.expressions.expression();
    Expr last = null;
    if (cursor.is(TokenKind.ELLIPSIS)) {
      parser.diagnostics.report(ParseDiagnostic.DESIGNATED_RANGE, cursor.advance().loc);
      last = parser.expressions.conditional();
    }
    int close = cursor.token.loc;
    cursor.skipUntil(TokenKind.CLOSE_BRACKET, ParseDiagnostic.EXPECTED_CLOSE_BRACKET, 0);
    return last == null
        ? new Designator.Index(open, close, first)
        : new Designator.Range(open, close, first, last);
  }
}
