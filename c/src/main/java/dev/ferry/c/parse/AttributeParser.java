package dev.ferry.c.parse;

import dev.ferry.c.lex.Token;
import dev.ferry.c.lex.TokenKind;
import dev.ferry.c.syntax.Attribute;
import dev.ferry.c.syntax.Expr;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code __attribute__((…))} and C23's {@code [[…]]} (6.7.12). */
final class AttributeParser {
  private final Parser parser;
  private final TokenCursor cursor;

  AttributeParser(Parser parser) {
    this.parser = parser;
    this.cursor = parser.cursor;
  }

  /** Whether {@code [[} stands here. */
  boolean startsStandard() {
    return cursor.is(TokenKind.OPEN_BRACKET) && cursor.peek(1).kind == TokenKind.OPEN_BRACKET;
  }

  boolean starts() {
    return cursor.is(TokenKind.KW_ATTRIBUTE) || startsStandard();
  }

  /** Any attributes that stand here, in either syntax; adds to {@code list}. */
  @Nullable ArrayList<Attribute> parse(@Nullable ArrayList<Attribute> list) {
    ArrayList<Attribute> all = list;
    while (true) {
      if (cursor.is(TokenKind.KW_ATTRIBUTE)) {
        all = gnu(all);
      } else if (startsStandard()) {
        all = standard(all);
      } else {
        return all;
      }
    }
  }

  @Nullable ArrayList<Attribute> parseGnu(@Nullable ArrayList<Attribute> list) {
    ArrayList<Attribute> all = list;
    while (cursor.is(TokenKind.KW_ATTRIBUTE)) {
      all = gnu(all);
    }
    return all;
  }

  @Nullable ArrayList<Attribute> parseStandard(@Nullable ArrayList<Attribute> list) {
    ArrayList<Attribute> all = list;
    while (startsStandard()) {
      all = standard(all);
    }
    return all;
  }

  List<Attribute> parseAll() {
    return starts() ? TokenCursor.frozen(parse(null)) : List.of();
  }

  List<Attribute> parseAllStandard() {
    return startsStandard() ? TokenCursor.frozen(parseStandard(null)) : List.of();
  }

  private ArrayList<Attribute> gnu(@Nullable ArrayList<Attribute> list) {
    ArrayList<Attribute> all = list == null ? new ArrayList<>(2) : list;
    cursor.advance();
    if (!cursor.require(TokenKind.OPEN_PAREN, ParseDiagnostic.EXPECTED_OPEN_PAREN, 0)) {
      return all;
    }
    if (!cursor.require(TokenKind.OPEN_PAREN, ParseDiagnostic.EXPECTED_OPEN_PAREN, 0)) {
      cursor.skipUntil(TokenKind.CLOSE_PAREN, null, 0);
      return all;
    }
    while (cursor.is(TokenKind.COMMA) || isName(cursor.token)) {
      if (cursor.accept(TokenKind.COMMA)) {
        continue;
      }
      all.add(one(null, false));
      if (!cursor.is(TokenKind.COMMA)) {
        break;
      }
    }
    if (cursor.is(TokenKind.CLOSE_PAREN)) {
      cursor.advance();
    } else {
      cursor.skipUntil(TokenKind.CLOSE_PAREN, ParseDiagnostic.EXPECTED_CLOSE_PAREN, 0);
    }
    if (cursor.is(TokenKind.CLOSE_PAREN)) {
      cursor.advance();
    } else {
      cursor.skipUntil(TokenKind.CLOSE_PAREN, ParseDiagnostic.EXPECTED_CLOSE_PAREN, 0);
    }
    return all;
  }

  private ArrayList<Attribute> standard(@Nullable ArrayList<Attribute> list) {
    ArrayList<Attribute> all = list == null ? new ArrayList<>(2) : list;
    cursor.advance();
    cursor.advance();
    while (true) {
      if (cursor.accept(TokenKind.COMMA)) {
        continue;
      }
      if (!isName(cursor.token)) {
        break;
      }
      String namespace = null;
      if (cursor.peek(1).kind == TokenKind.COLON_COLON) {
        namespace = plain(cursor.advance().spelling());
        cursor.advance();
      } else if (cursor.peek(1).kind == TokenKind.COLON && cursor.peek(2).kind == TokenKind.COLON) {
        namespace = plain(cursor.advance().spelling());
        cursor.advance();
        cursor.advance();
      }
      if (!isName(cursor.token)) {
        cursor.error(ParseDiagnostic.EXPECTED_IDENTIFIER);
        break;
      }
      all.add(one(namespace, true));
    }
    cursor.skipUntil(TokenKind.CLOSE_BRACKET, ParseDiagnostic.EXPECTED_CLOSE_BRACKET, 0);
    cursor.skipUntil(TokenKind.CLOSE_BRACKET, ParseDiagnostic.EXPECTED_CLOSE_BRACKET, 0);
    return all;
  }

  /** One attribute without the syntax around it; null after an error. */
  @Nullable Attribute single() {
    if (!isName(cursor.token)) {
      cursor.error(ParseDiagnostic.EXPECTED_IDENTIFIER);
      return null;
    }
    return one(null, false);
  }

  /** Keywords are names here: {@code const}, {@code noreturn}. */
  private static boolean isName(Token token) {
    return token.kind == TokenKind.IDENTIFIER || token.kind.isKeyword();
  }

  static String plain(String name) {
    return name.length() > 4 && name.startsWith("__") && name.endsWith("__")
        ? name.substring(2, name.length() - 2)
        : name;
  }

  private Attribute one(@Nullable String namespace, boolean standard) {
    Token name = cursor.advance();
    String plain = plain(name.spelling());
    if (!cursor.is(TokenKind.OPEN_PAREN)) {
      return new Attribute(name.loc, name.loc, namespace, plain, standard, false, List.of());
    }
    cursor.advance();
    List<Expr> arguments = List.of();
    if (hasExpressions(namespace, plain, standard)) {
      arguments = arguments();
      cursor.skipUntil(TokenKind.CLOSE_PAREN, ParseDiagnostic.EXPECTED_CLOSE_PAREN, 0);
    } else {
      skipBalanced();
    }
    return new Attribute(name.loc, cursor.previous, namespace, plain, standard, true, arguments);
  }

  /** Of attributes in {@code [[…]]} only the known ones' arguments have a known form. */
  private static boolean hasExpressions(@Nullable String namespace, String name, boolean standard) {
    if (!standard) {
      return true;
    }
    return namespace == null
        ? name.equals("deprecated") || name.equals("nodiscard")
        : namespace.equals("gnu");
  }

  private void skipBalanced() {
    int nesting = 0;
    while (!cursor.is(TokenKind.END_OF_FILE)) {
      switch (cursor.kind) {
        case OPEN_PAREN, OPEN_BRACKET, OPEN_BRACE -> nesting++;
        case CLOSE_PAREN, CLOSE_BRACKET, CLOSE_BRACE -> {
          if (nesting-- == 0) {
            cursor.advance();
            return;
          }
        }
        default -> {}
      }
      cursor.advance();
    }
  }

  private List<Expr> arguments() {
    List<Expr> arguments = new ArrayList<>(3);
    if (cursor.is(TokenKind.CLOSE_PAREN)) {
      return arguments;
    }
    do {
      // A keyword or typedef name stands for itself: mode(word), format(printf, …), access(none).
      if (isName(cursor.token)
          && (cursor.peek(1).kind == TokenKind.COMMA
              || cursor.peek(1).kind == TokenKind.CLOSE_PAREN)) {
        Token name = cursor.advance();
        arguments.add(new Expr.Identifier(name.loc, name.spelling()));
      } else {
        arguments.add(parser.expressions.assignment());
      }
    } while (cursor.accept(TokenKind.COMMA));
    return arguments;
  }
}
