package dev.ferry.c.parse;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.c.lex.Standard;
import dev.ferry.c.lex.Token;
import dev.ferry.c.lex.TokenKind;
import dev.ferry.c.syntax.Attribute;
import dev.ferry.c.syntax.Designator;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.syntax.Expr.BinaryOp;
import dev.ferry.c.syntax.Expr.UnaryOp;
import dev.ferry.c.syntax.Statement;
import dev.ferry.c.syntax.TypeName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expressions (C17 6.5, GNU), binary operators by precedence climbing. */
final class ExpressionParser {
  private static final int[] PRECEDENCE = new int[TokenKind.values().length];
  private static final BinaryOp[] BINARY = new BinaryOp[TokenKind.values().length];
  private static final BinaryOp[] ASSIGN = new BinaryOp[TokenKind.values().length];

  static {
    level(1, TokenKind.OR_OR, BinaryOp.LOGICAL_OR);
    level(2, TokenKind.AND_AND, BinaryOp.LOGICAL_AND);
    level(3, TokenKind.PIPE, BinaryOp.OR);
    level(4, TokenKind.CARET, BinaryOp.XOR);
    level(5, TokenKind.AMPERSAND, BinaryOp.AND);
    level(6, TokenKind.EQUAL, BinaryOp.EQUAL);
    level(6, TokenKind.NOT_EQUAL, BinaryOp.NOT_EQUAL);
    level(7, TokenKind.LESS, BinaryOp.LESS);
    level(7, TokenKind.GREATER, BinaryOp.GREATER);
    level(7, TokenKind.LESS_EQUAL, BinaryOp.LESS_EQUAL);
    level(7, TokenKind.GREATER_EQUAL, BinaryOp.GREATER_EQUAL);
    level(8, TokenKind.SHIFT_LEFT, BinaryOp.SHIFT_LEFT);
    level(8, TokenKind.SHIFT_RIGHT, BinaryOp.SHIFT_RIGHT);
    level(9, TokenKind.PLUS, BinaryOp.ADD);
    level(9, TokenKind.MINUS, BinaryOp.SUBTRACT);
    level(10, TokenKind.STAR, BinaryOp.MULTIPLY);
    level(10, TokenKind.SLASH, BinaryOp.DIVIDE);
    level(10, TokenKind.PERCENT, BinaryOp.REMAINDER);
    ASSIGN[TokenKind.PLUS_ASSIGN.ordinal()] = BinaryOp.ADD;
    ASSIGN[TokenKind.MINUS_ASSIGN.ordinal()] = BinaryOp.SUBTRACT;
    ASSIGN[TokenKind.STAR_ASSIGN.ordinal()] = BinaryOp.MULTIPLY;
    ASSIGN[TokenKind.SLASH_ASSIGN.ordinal()] = BinaryOp.DIVIDE;
    ASSIGN[TokenKind.PERCENT_ASSIGN.ordinal()] = BinaryOp.REMAINDER;
    ASSIGN[TokenKind.AND_ASSIGN.ordinal()] = BinaryOp.AND;
    ASSIGN[TokenKind.OR_ASSIGN.ordinal()] = BinaryOp.OR;
    ASSIGN[TokenKind.XOR_ASSIGN.ordinal()] = BinaryOp.XOR;
    ASSIGN[TokenKind.SHIFT_LEFT_ASSIGN.ordinal()] = BinaryOp.SHIFT_LEFT;
    ASSIGN[TokenKind.SHIFT_RIGHT_ASSIGN.ordinal()] = BinaryOp.SHIFT_RIGHT;
  }

  private static void level(int precedence, TokenKind kind, BinaryOp op) {
    PRECEDENCE[kind.ordinal()] = precedence;
    BINARY[kind.ordinal()] = op;
  }

  private final Parser parser;
  private final TokenCursor cursor;
  private final Diagnostics diagnostics;

  ExpressionParser(Parser parser) {
    this.parser = parser;
    this.cursor = parser.cursor;
    this.diagnostics = parser.diagnostics;
  }

  /** An expression, commas included. */
  Expr expression() {
    Expr left = assignment();
    while (cursor.is(TokenKind.COMMA)) {
      int loc = cursor.advance().loc;
      left = new Expr.Binary(loc, BinaryOp.COMMA, left, assignment());
    }
    return left;
  }

  Expr assignment() {
    parser.enter();
    Expr target = conditional();
    TokenKind kind = cursor.kind;
    BinaryOp op = ASSIGN[kind.ordinal()];
    Expr result = target;
    if (op != null || kind == TokenKind.ASSIGN) {
      int loc = cursor.advance().loc;
      result = new Expr.Assign(loc, op, target, assignment());
    }
    parser.leave();
    return result;
  }

  /** A conditional expression; also where the grammar asks for a constant expression. */
  Expr conditional() {
    Expr condition = binary(cast(), 1);
    if (!cursor.is(TokenKind.QUESTION)) {
      return condition;
    }
    parser.enter();
    int question = cursor.advance().loc;
    Expr then = null;
    if (cursor.is(TokenKind.COLON)) {
      diagnostics.report(ParseDiagnostic.OMITTED_OPERAND, cursor.token.loc);
    } else {
      then = expression();
    }
    int colon = cursor.token.loc;
    Expr result;
    if (cursor.require(TokenKind.COLON, ParseDiagnostic.EXPECTED_COLON, 0)) {
      result = new Expr.Conditional(colon, question, condition, then, conditional());
    } else {
      result = new Expr.Erroneous(condition.start(), cursor.previous);
    }
    parser.leave();
    return result;
  }

  private Expr binary(Expr first, int minimum) {
    Expr left = first;
    while (true) {
      TokenKind kind = cursor.kind;
      int precedence = PRECEDENCE[kind.ordinal()];
      if (precedence < minimum || precedence == 0) {
        return left;
      }
      int loc = cursor.advance().loc;
      Expr right = cast();
      int next = PRECEDENCE[cursor.kind.ordinal()];
      if (next > precedence) {
        right = binary(right, precedence + 1);
      }
      left = new Expr.Binary(loc, BINARY[kind.ordinal()], left, right);
    }
  }

  private boolean startsTypeInParentheses() {
    Token next = cursor.peek(1);
    return parser.specifiers.startsTypeName(next)
        || next.kind.isKeyword()
            && parser.dialect.atLeast(Standard.C23)
            && next.kind != TokenKind.KW_EXTENSION
            && parser.specifiers.startsSpecifiers(next);
  }

  private Expr cast() {
    if (!cursor.is(TokenKind.OPEN_PAREN) || !startsTypeInParentheses()) {
      return unary();
    }
    parser.enter();
    int open = cursor.advance().loc;
    TypeName type = parser.specifiers.typeName();
    cursor.skipUntil(TokenKind.CLOSE_PAREN, ParseDiagnostic.EXPECTED_CLOSE_PAREN, open);
    Expr result;
    if (type == null) {
      result = new Expr.Erroneous(open, cursor.previous);
    } else if (cursor.is(TokenKind.OPEN_BRACE)) {
      result = postfix(new Expr.CompoundLiteral(open, type, parser.initializers.braced()));
    } else {
      result = new Expr.Cast(open, type, cast());
    }
    parser.leave();
    return result;
  }

  private static @Nullable UnaryOp prefix(TokenKind kind) {
    return switch (kind) {
      case PLUS_PLUS -> UnaryOp.PRE_INCREMENT;
      case MINUS_MINUS -> UnaryOp.PRE_DECREMENT;
      case AMPERSAND -> UnaryOp.ADDRESS;
      case STAR -> UnaryOp.DEREFERENCE;
      case PLUS -> UnaryOp.PLUS;
      case MINUS -> UnaryOp.MINUS;
      case TILDE -> UnaryOp.COMPLEMENT;
      case NOT -> UnaryOp.NOT;
      case KW_REAL -> UnaryOp.REAL;
      case KW_IMAG -> UnaryOp.IMAGINARY;
      case KW_EXTENSION -> UnaryOp.EXTENSION;
      default -> null;
    };
  }

  private Expr unary() {
    TokenKind kind = cursor.kind;
    if (kind == TokenKind.IDENTIFIER && !Scopes.isTypedef(cursor.token.identifier())) {
      Token name = cursor.advance();
      return postfix(new Expr.Identifier(name.loc, name.spelling()));
    }
    UnaryOp op = prefix(kind);
    if (op != null) {
      parser.enter();
      int loc = cursor.advance().loc;
      int extension = op == UnaryOp.EXTENSION ? 1 : 0;
      diagnostics.extension(extension);
      Expr result = new Expr.Unary(loc, op, cast());
      diagnostics.extension(-extension);
      parser.leave();
      return result;
    }
    return switch (kind) {
      case AND_AND -> labelAddress();
      case KW_SIZEOF -> sizeof();
      case KW_ALIGNOF, KW_ALIGNOF_GNU -> alignof();
      default -> postfix(primary());
    };
  }

  private Expr labelAddress() {
    int loc = cursor.advance().loc;
    if (!cursor.is(TokenKind.IDENTIFIER)) {
      cursor.error(ParseDiagnostic.EXPECTED_IDENTIFIER);
      return new Expr.Erroneous(loc, cursor.previous);
    }
    Token name = cursor.advance();
    return new Expr.LabelAddress(loc, name.loc, name.spelling());
  }

  private Expr sizeof() {
    parser.enter();
    int loc = cursor.advance().loc;
    Expr result;
    if (cursor.is(TokenKind.OPEN_PAREN) && startsTypeInParentheses()) {
      int open = cursor.advance().loc;
      TypeName type = parser.specifiers.typeName();
      cursor.skipUntil(TokenKind.CLOSE_PAREN, ParseDiagnostic.EXPECTED_CLOSE_PAREN, open);
      int end = cursor.previous;
      if (type == null) {
        result = new Expr.Erroneous(loc, end);
      } else if (cursor.is(TokenKind.OPEN_BRACE)) {
        result =
            new Expr.SizeofExpr(
                loc, postfix(new Expr.CompoundLiteral(open, type, parser.initializers.braced())));
      } else {
        result = new Expr.SizeofType(loc, end, type);
      }
    } else {
      result = new Expr.SizeofExpr(loc, unary());
    }
    parser.leave();
    return result;
  }

  private Expr alignof() {
    parser.enter();
    Token keyword = cursor.advance();
    boolean preferred = keyword.kind == TokenKind.KW_ALIGNOF_GNU;
    Expr result;
    if (cursor.is(TokenKind.OPEN_PAREN) && startsTypeInParentheses()) {
      int open = cursor.advance().loc;
      TypeName type = parser.specifiers.typeName();
      cursor.skipUntil(TokenKind.CLOSE_PAREN, ParseDiagnostic.EXPECTED_CLOSE_PAREN, open);
      int end = cursor.previous;
      if (type == null) {
        result = new Expr.Erroneous(keyword.loc, end);
      } else if (cursor.is(TokenKind.OPEN_BRACE)) {
        result =
            new Expr.AlignofExpr(
                keyword.loc,
                postfix(new Expr.CompoundLiteral(open, type, parser.initializers.braced())),
                preferred);
      } else {
        result = new Expr.AlignofType(keyword.loc, end, type, preferred);
      }
    } else {
      result = new Expr.AlignofExpr(keyword.loc, unary(), preferred);
    }
    parser.leave();
    return result;
  }

  private Expr postfix(Expr first) {
    Expr expr = first;
    while (true) {
      switch (cursor.kind) {
        case OPEN_BRACKET -> {
          int loc = cursor.advance().loc;
          Expr index = expression();
          int end = cursor.token.loc;
          cursor.skipUntil(TokenKind.CLOSE_BRACKET, ParseDiagnostic.EXPECTED_CLOSE_BRACKET, 0);
          expr = new Expr.Subscript(loc, expr, index, end);
        }
        case OPEN_PAREN -> {
          int raised = cursor.raised;
          int open = cursor.advance().loc;
          List<Expr> arguments = cursor.is(TokenKind.CLOSE_PAREN) ? List.of() : arguments();
          int end = cursor.token.loc;
          cursor.skipUntil(TokenKind.CLOSE_PAREN, ParseDiagnostic.EXPECTED_CLOSE_PAREN, open);
          if (cursor.raised != raised) {
            // Arguments that could not be read are not counted.
            arguments = new ArrayList<>(arguments);
            arguments.add(new Expr.Erroneous(open, end));
          }
          expr = new Expr.Call(expr, open, arguments, end);
        }
        case DOT, ARROW -> {
          boolean arrow = cursor.is(TokenKind.ARROW);
          int loc = cursor.advance().loc;
          if (!cursor.is(TokenKind.IDENTIFIER)) {
            cursor.error(ParseDiagnostic.EXPECTED_IDENTIFIER);
            return new Expr.Erroneous(expr.start(), cursor.previous);
          }
          Token name = cursor.advance();
          expr = new Expr.Member(loc, expr, arrow, name.spelling(), name.loc);
        }
        case PLUS_PLUS -> expr = new Expr.Unary(cursor.advance().loc, UnaryOp.POST_INCREMENT, expr);
        case MINUS_MINUS ->
            expr = new Expr.Unary(cursor.advance().loc, UnaryOp.POST_DECREMENT, expr);
        default -> {
          return expr;
        }
      }
    }
  }

  private List<Expr> arguments() {
    List<Expr> arguments = new ArrayList<>(4);
    do {
      arguments.add(assignment());
    } while (cursor.accept(TokenKind.COMMA));
    return arguments;
  }

  private Expr primary() {
    Token token = cursor.token;
    switch (token.kind) {
      case NUMBER -> {
        cursor.advance();
        return parser.numbers.parse(token);
      }
      case CHARACTER -> {
        cursor.advance();
        return parser.literals.character(token);
      }
      case STRING -> {
        return string();
      }
      case OPEN_PAREN -> {
        return parenthesized();
      }
      case KW_TRUE -> {
        return constant(Expr.Constant.TRUE);
      }
      case KW_FALSE -> {
        return constant(Expr.Constant.FALSE);
      }
      case KW_NULLPTR -> {
        return constant(Expr.Constant.NULLPTR);
      }
      case KW_GENERIC -> {
        return generic();
      }
      case KW_BUILTIN_VA_ARG -> {
        return vaArg();
      }
      case KW_BUILTIN_OFFSETOF -> {
        return offsetof();
      }
      case KW_BUILTIN_CHOOSE_EXPR -> {
        return chooseExpr();
      }
      case KW_BUILTIN_TYPES_COMPATIBLE_P -> {
        return typesCompatible();
      }
      case KW_BUILTIN_CONVERTVECTOR -> {
        return convertVector();
      }
      case KW_BUILTIN_HAS_ATTRIBUTE -> {
        return hasAttribute();
      }
      default -> {
        cursor.error(ParseDiagnostic.EXPECTED_EXPRESSION);
        return new Expr.Erroneous(cursor.errorLocation(), cursor.errorLocation());
      }
    }
  }

  private Expr constant(Expr.Constant constant) {
    return new Expr.PredefinedConstant(cursor.advance().loc, constant);
  }

  /** Adjacent string literals. */
  private Expr.StringLiteral string() {
    Token first = cursor.advance();
    if (!cursor.is(TokenKind.STRING)) {
      return parser.literals.string(List.of(first));
    }
    List<Token> tokens = new ArrayList<>();
    tokens.add(first);
    while (cursor.is(TokenKind.STRING)) {
      tokens.add(cursor.advance());
    }
    return parser.literals.string(tokens);
  }

  /** String literals where nothing else may stand; null after an error. */
  Expr.@Nullable StringLiteral requireString() {
    if (!cursor.is(TokenKind.STRING)) {
      cursor.error(ParseDiagnostic.EXPECTED_STRING);
      return null;
    }
    return string();
  }

  private Expr parenthesized() {
    parser.enter();
    int open = cursor.advance().loc;
    Expr result;
    if (cursor.is(TokenKind.OPEN_BRACE)) {
      result = statementExpression(open);
    } else {
      Expr inner = expression();
      int end = cursor.token.loc;
      cursor.skipUntil(TokenKind.CLOSE_PAREN, ParseDiagnostic.EXPECTED_CLOSE_PAREN, open);
      result = new Expr.Paren(open, end, inner);
    }
    parser.leave();
    return result;
  }

  private Expr statementExpression(int open) {
    if (!parser.declarations.insideFunction()) {
      diagnostics.report(ParseDiagnostic.STATEMENT_EXPRESSION_OUTSIDE, open);
      cursor.error = true;
      cursor.skipUntil(TokenKind.CLOSE_BRACE, null, 0);
      cursor.skipUntil(TokenKind.CLOSE_PAREN, null, 0);
      return new Expr.Erroneous(open, cursor.previous);
    }
    diagnostics.report(ParseDiagnostic.STATEMENT_EXPRESSION, open);
    Statement.Compound body = parser.statements.compound();
    int end = cursor.token.loc;
    cursor.skipUntil(TokenKind.CLOSE_PAREN, ParseDiagnostic.EXPECTED_CLOSE_PAREN, open);
    return new Expr.StatementExpr(open, end, body);
  }

  // Operators that look like calls.

  /** The opening parenthesis; 0 after an error. */
  private int open() {
    int loc = cursor.token.loc;
    return cursor.require(TokenKind.OPEN_PAREN, ParseDiagnostic.EXPECTED_OPEN_PAREN, 0) ? loc : 0;
  }

  private int close(int open) {
    int loc = cursor.token.loc;
    cursor.skipUntil(TokenKind.CLOSE_PAREN, ParseDiagnostic.EXPECTED_CLOSE_PAREN, open);
    return loc;
  }

  private boolean comma() {
    return cursor.require(TokenKind.COMMA, ParseDiagnostic.EXPECTED_COMMA, 0);
  }

  /** After an error inside such an operator. */
  private Expr fail(int loc, int open) {
    if (open != 0) {
      cursor.skipUntil(TokenKind.CLOSE_PAREN, null, 0);
    }
    return new Expr.Erroneous(loc, cursor.previous);
  }

  private Expr generic() {
    int loc = cursor.advance().loc;
    int open = open();
    if (open == 0) {
      return fail(loc, 0);
    }
    Expr controlling = null;
    TypeName controllingType = null;
    if (parser.specifiers.startsTypeName(cursor.token)) {
      controllingType = parser.specifiers.typeName();
    } else {
      controlling = assignment();
    }
    if (!comma()) {
      return fail(loc, open);
    }
    List<Expr.Generic.Association> associations = new ArrayList<>();
    boolean sawDefault = false;
    do {
      int at = cursor.token.loc;
      TypeName type = null;
      if (cursor.accept(TokenKind.KW_DEFAULT)) {
        if (sawDefault) {
          diagnostics.report(ParseDiagnostic.GENERIC_TWO_DEFAULTS, at);
        }
        sawDefault = true;
      } else {
        type = parser.specifiers.typeName();
        if (type == null) {
          return fail(loc, open);
        }
      }
      if (!cursor.require(TokenKind.COLON, ParseDiagnostic.EXPECTED_COLON, 0)) {
        return fail(loc, open);
      }
      Expr value = assignment();
      if (cursor.error) {
        return fail(loc, open);
      }
      associations.add(new Expr.Generic.Association(at, type, value));
    } while (cursor.accept(TokenKind.COMMA));
    return new Expr.Generic(loc, close(open), controlling, controllingType, associations);
  }

  private Expr vaArg() {
    int loc = cursor.advance().loc;
    int open = open();
    if (open == 0) {
      return fail(loc, 0);
    }
    Expr list = assignment();
    if (!comma()) {
      return fail(loc, open);
    }
    TypeName type = parser.specifiers.typeName();
    return type == null ? fail(loc, open) : new Expr.VaArg(loc, close(open), list, type);
  }

  private Expr offsetof() {
    int loc = cursor.advance().loc;
    int open = open();
    if (open == 0) {
      return fail(loc, 0);
    }
    TypeName type = parser.specifiers.typeName();
    if (type == null || !comma()) {
      return fail(loc, open);
    }
    List<Designator> path = parser.initializers.designators(true);
    return path == null ? fail(loc, open) : new Expr.Offsetof(loc, close(open), type, path);
  }

  private Expr chooseExpr() {
    int loc = cursor.advance().loc;
    int open = open();
    if (open == 0) {
      return fail(loc, 0);
    }
    Expr condition = assignment();
    if (!comma()) {
      return fail(loc, open);
    }
    Expr then = assignment();
    if (!comma()) {
      return fail(loc, open);
    }
    Expr otherwise = assignment();
    return new Expr.ChooseExpr(loc, close(open), condition, then, otherwise);
  }

  private Expr typesCompatible() {
    int loc = cursor.advance().loc;
    int open = open();
    if (open == 0) {
      return fail(loc, 0);
    }
    TypeName first = parser.specifiers.typeName();
    if (first == null || !comma()) {
      return fail(loc, open);
    }
    TypeName second = parser.specifiers.typeName();
    return second == null
        ? fail(loc, open)
        : new Expr.TypesCompatible(loc, close(open), first, second);
  }

  private Expr convertVector() {
    int loc = cursor.advance().loc;
    int open = open();
    if (open == 0) {
      return fail(loc, 0);
    }
    Expr operand = assignment();
    if (!comma()) {
      return fail(loc, open);
    }
    TypeName type = parser.specifiers.typeName();
    return type == null ? fail(loc, open) : new Expr.ConvertVector(loc, close(open), operand, type);
  }

  private Expr hasAttribute() {
    int loc = cursor.advance().loc;
    int open = open();
    if (open == 0) {
      return fail(loc, 0);
    }
    Expr operand = null;
    TypeName type = null;
    if (parser.specifiers.startsTypeName(cursor.token)) {
      type = parser.specifiers.typeName();
    } else {
      operand = assignment();
    }
    if (!comma()) {
      return fail(loc, open);
    }
    Attribute attribute = parser.attributes.single();
    if (attribute == null) {
      return fail(loc, open);
    }
    return new Expr.HasAttribute(loc, close(open), operand, type, attribute);
  }
}
