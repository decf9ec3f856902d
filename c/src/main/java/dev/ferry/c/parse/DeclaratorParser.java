package dev.ferry.c.parse;

import dev.ferry.c.lex.Token;
import dev.ferry.c.lex.TokenKind;
import dev.ferry.c.parse.SpecifierParser.LookAhead;
import dev.ferry.c.syntax.Attribute;
import dev.ferry.c.syntax.Declarator;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.syntax.Parameters;
import dev.ferry.c.syntax.Specifiers;
import dev.ferry.c.syntax.TypeSpecifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Declarators, concrete and abstract, and parameter lists (C17 6.7.6, 6.7.7). */
final class DeclaratorParser {
  private enum Form {
    /** A name must be there. */
    NORMAL,
    /** A name must not be there. */
    ABSTRACT,
    /** A parameter's: with or without a name. */
    PARAMETER
  }

  private final Parser parser;
  private final TokenCursor cursor;

  /** The identifier that the last declarator declared, for the scope table. */
  private @Nullable Token declared;

  DeclaratorParser(Parser parser) {
    this.parser = parser;
    this.cursor = parser.cursor;
  }

  /** The name token of the declarator parsed last; null in an abstract one. */
  @Nullable Token declaredName() {
    return declared;
  }

  /**
   * A declarator with a name; null after an error.
   *
   * @param typeSeen whether a type stands before it, so that a typedef name is a name here
   */
  @Nullable Declarator declarator(boolean typeSeen) {
    declared = null;
    return parse(Form.NORMAL, typeSeen);
  }

  @Nullable Declarator abstractDeclarator() {
    Token outer = declared;
    declared = null;
    Declarator result = parse(Form.ABSTRACT, true);
    declared = outer;
    return result;
  }

  private @Nullable Declarator parse(Form form, boolean typeSeen) {
    if (!cursor.is(TokenKind.STAR)) {
      return direct(form, typeSeen);
    }
    parser.enter();
    int star = cursor.advance().loc;
    ArrayList<Attribute> attributes = null;
    int qualifiers = 0;
    while (true) {
      int more = parser.specifiers.qualifiers();
      if (parser.attributes.starts()) {
        attributes = parser.attributes.parse(attributes);
      } else if (more == 0) {
        break;
      }
      qualifiers |= more;
    }
    Declarator inner = parse(form, typeSeen);
    parser.leave();
    return inner == null
        ? null
        : new Declarator.Pointer(star, qualifiers, TokenCursor.frozen(attributes), inner);
  }

  private @Nullable Declarator direct(Form form, boolean typeSeen) {
    Token token = cursor.token;
    if (form != Form.ABSTRACT
        && token.kind == TokenKind.IDENTIFIER
        && (typeSeen || !Scopes.isTypedef(token.identifier()))) {
      cursor.advance();
      declared = token;
      Declarator name = new Declarator.Name(token.loc, token.spelling());
      if (parser.attributes.startsStandard()) {
        name = new Declarator.Attributed(name, parser.attributes.parseAllStandard());
      }
      return suffixes(name);
    }
    if (form != Form.NORMAL
        && token.kind == TokenKind.OPEN_BRACKET
        && !parser.attributes.startsStandard()) {
      return suffixes(new Declarator.Name(token.loc, null));
    }
    if (token.kind == TokenKind.OPEN_PAREN) {
      return parenthesized(form, typeSeen);
    }
    if (form == Form.NORMAL) {
      cursor.error(ParseDiagnostic.EXPECTED_IDENTIFIER_OR_PAREN);
      return null;
    }
    return new Declarator.Name(cursor.previous, null);
  }

  /** {@code (}: a declarator in parentheses, or an abstract function declarator's parameters. */
  private @Nullable Declarator parenthesized(Form form, boolean typeSeen) {
    if (form != Form.NORMAL && startsParameters(cursor.peek(1))) {
      return suffixes(new Declarator.Name(cursor.token.loc, null));
    }
    parser.enter();
    int open = cursor.advance().loc;
    ArrayList<Attribute> attributes = parser.attributes.parse(null);
    if (form != Form.NORMAL && attributes != null && startsParameters(cursor.token)) {
      // The attributes are the first parameter's.
      Parameters parameters = parameters(open, false, attributes);
      parser.leave();
      return parameters == null
          ? null
          : suffixes(
              new Declarator.Function(
                  new Declarator.Name(open, null), parameters, List.of(), cursor.previous));
    }
    Declarator inner = parse(form, typeSeen);
    parser.leave();
    if (!cursor.is(TokenKind.CLOSE_PAREN)) {
      cursor.skipUntil(TokenKind.CLOSE_PAREN, ParseDiagnostic.EXPECTED_CLOSE_PAREN, open);
      return null;
    }
    int close = cursor.advance().loc;
    return inner == null
        ? null
        : suffixes(new Declarator.Paren(open, TokenCursor.frozen(attributes), inner, close));
  }

  private boolean startsParameters(Token token) {
    return token.kind == TokenKind.CLOSE_PAREN
        || token.kind == TokenKind.ELLIPSIS
        || token.kind != TokenKind.KW_ATTRIBUTE && parser.specifiers.startsSpecifiers(token);
  }

  private @Nullable Declarator suffixes(Declarator inner) {
    Declarator result = inner;
    while (true) {
      if (cursor.is(TokenKind.OPEN_BRACKET) && !parser.attributes.startsStandard()) {
        result = array(result);
      } else if (cursor.is(TokenKind.OPEN_PAREN)) {
        Token name = declared;
        result = function(result);
        declared = name;
      } else {
        return result;
      }
      if (result == null) {
        return null;
      }
    }
  }

  private @Nullable Declarator array(Declarator inner) {
    int open = cursor.advance().loc;
    boolean isStatic = cursor.accept(TokenKind.KW_STATIC);
    ArrayList<Attribute> attributes = parser.attributes.parseGnu(null);
    int qualifiers = parser.specifiers.qualifiers();
    attributes = parser.attributes.parseGnu(attributes);
    if (!isStatic && cursor.accept(TokenKind.KW_STATIC)) {
      isStatic = true;
    }
    Expr size = null;
    boolean star = false;
    if (cursor.is(TokenKind.STAR) && cursor.peek(1).kind == TokenKind.CLOSE_BRACKET) {
      cursor.advance();
      star = true;
    } else if (!cursor.is(TokenKind.CLOSE_BRACKET)) {
      Token outer = declared;
      size = parser.expressions.assignment();
      declared = outer;
    }
    if (!cursor.is(TokenKind.CLOSE_BRACKET)) {
      cursor.skipUntil(TokenKind.CLOSE_BRACKET, ParseDiagnostic.EXPECTED_CLOSE_BRACKET, 0);
      return null;
    }
    int close = cursor.advance().loc;
    List<Attribute> behind = parser.attributes.parseAllStandard();
    List<Attribute> all = TokenCursor.frozen(attributes);
    if (!behind.isEmpty()) {
      all = new ArrayList<>(all);
      all.addAll(behind);
    }
    return new Declarator.Array(inner, open, size, star, isStatic, qualifiers, all, close);
  }

  private @Nullable Declarator function(Declarator inner) {
    int open = cursor.advance().loc;
    Parameters parameters = parameters(open, inner.declared().name() != null, null);
    return parameters == null
        ? null
        : new Declarator.Function(
            inner, parameters, parser.attributes.parseAllStandard(), cursor.previous);
  }

  /** The parameters behind the parenthesis at {@code open}. */
  private @Nullable Parameters parameters(
      int open, boolean named, @Nullable ArrayList<Attribute> prefix) {
    parser.enter();
    parser.scopes.push();
    Parameters result;
    // GNU: attributes alone are no parameter.
    ArrayList<Attribute> first = parser.attributes.parseGnu(prefix);
    if (cursor.is(TokenKind.CLOSE_PAREN)) {
      result = new Parameters.Identifiers(open, cursor.advance().loc, List.of());
    } else if (named && first == null && startsIdentifierList()) {
      result = identifiers(open);
    } else {
      result = prototype(open, first);
    }
    parser.scopes.pop();
    parser.leave();
    return result;
  }

  /** An identifier list, unless the first name is more likely a misspelt type. */
  private boolean startsIdentifierList() {
    if (!cursor.is(TokenKind.IDENTIFIER) || Scopes.isTypedef(cursor.token.identifier())) {
      return false;
    }
    return switch (cursor.peek(1).kind) {
      case IDENTIFIER, STAR, OPEN_PAREN, OPEN_BRACKET -> false;
      default -> !cursor.peek(1).kind.isKeyword();
    };
  }

  private @Nullable Parameters identifiers(int open) {
    List<Expr.Identifier> names = new ArrayList<>();
    while (true) {
      if (!cursor.is(TokenKind.IDENTIFIER) || Scopes.isTypedef(cursor.token.identifier())) {
        break;
      }
      Token name = cursor.advance();
      names.add(new Expr.Identifier(name.loc, name.spelling()));
      if (!cursor.accept(TokenKind.COMMA)) {
        break;
      }
    }
    if (cursor.is(TokenKind.CLOSE_PAREN) && !cursor.error) {
      return new Parameters.Identifiers(open, cursor.advance().loc, names);
    }
    // A type behind a comma: what stands before it was no name, either.
    cursor.skipUntil(TokenKind.CLOSE_PAREN, ParseDiagnostic.EXPECTED_CLOSE_PAREN, open);
    return null;
  }

  private @Nullable Parameters prototype(int open, @Nullable ArrayList<Attribute> prefix) {
    List<Parameters.Parameter> forward = List.of();
    List<Parameters.Parameter> list = new ArrayList<>(4);
    if (cursor.is(TokenKind.ELLIPSIS)) {
      if (!parser.dialect.atLeast(dev.ferry.c.lex.Standard.C23)) {
        parser.diagnostics.report(ParseDiagnostic.ELLIPSIS_NEEDS_PARAMETER, cursor.token.loc);
      }
      return endVariadic(open, forward, list);
    }
    boolean bad = false;
    ArrayList<Attribute> first = prefix;
    while (true) {
      Parameters.Parameter parameter = parameter(first);
      first = null;
      if (parameter == null) {
        bad = true;
      } else {
        list.add(parameter);
      }
      if (cursor.is(TokenKind.SEMICOLON)) {
        cursor.advance();
        forward = list;
        list = new ArrayList<>(4);
        continue;
      }
      if (cursor.is(TokenKind.CLOSE_PAREN)) {
        int close = cursor.advance().loc;
        return bad ? null : new Parameters.Prototype(open, close, forward, list, false);
      }
      if (!cursor.require(TokenKind.COMMA, ParseDiagnostic.EXPECTED_PARAMETER_SEPARATOR, 0)) {
        if (cursor.startsBody(ParseDiagnostic.EXPECTED_PARAMETER_SEPARATOR, 0)) {
          return bad ? null : new Parameters.Prototype(open, cursor.previous, forward, list, false);
        }
        cursor.skipUntil(TokenKind.CLOSE_PAREN, null, 0);
        return null;
      }
      if (cursor.is(TokenKind.ELLIPSIS)) {
        Parameters variadic = endVariadic(open, forward, list);
        return bad ? null : variadic;
      }
    }
  }

  private @Nullable Parameters endVariadic(
      int open, List<Parameters.Parameter> forward, List<Parameters.Parameter> list) {
    cursor.advance();
    if (cursor.is(TokenKind.CLOSE_PAREN)) {
      return new Parameters.Prototype(open, cursor.advance().loc, forward, list, true);
    }
    if (cursor.startsBody(ParseDiagnostic.EXPECTED_CLOSE_PAREN, 0)) {
      return new Parameters.Prototype(open, cursor.previous, forward, list, true);
    }
    cursor.skipUntil(TokenKind.CLOSE_PAREN, ParseDiagnostic.EXPECTED_CLOSE_PAREN, 0);
    return null;
  }

  private Parameters.@Nullable Parameter parameter(@Nullable ArrayList<Attribute> before) {
    ArrayList<Attribute> prefix = parser.attributes.parseStandard(before);
    Token token = cursor.token;
    if (!parser.specifiers.startsSpecifiers(token)) {
      if (cursor.error) {
        return null;
      }
      if (token.kind == TokenKind.IDENTIFIER
          && parser.specifiers.startsUnknownType(LookAhead.PREFER_TYPE)) {
        parser.specifiers.unknownType(token);
        cursor.error = true;
      } else {
        cursor.error(ParseDiagnostic.EXPECTED_PARAMETER);
      }
      cursor.skipParameter();
      return null;
    }
    Specifiers specifiers = parser.specifiers.parse(true, LookAhead.NON_ABSTRACT, prefix);
    if (cursor.error || specifiers == null) {
      return null;
    }
    boolean typeSeen = !(specifiers.type() instanceof TypeSpecifier.ImplicitInt);
    Token outer = declared;
    declared = null;
    Declarator declarator = parse(Form.PARAMETER, typeSeen);
    Token name = declared;
    declared = outer;
    if (declarator == null) {
      cursor.skipUntilParameterEnd();
      return null;
    }
    if (name != null) {
      parser.scopes.declare(name.identifier(), false);
    }
    ArrayList<Attribute> attributes = parser.attributes.parse(null);
    return new Parameters.Parameter(specifiers, declarator, TokenCursor.frozen(attributes));
  }
}
