package dev.ferry.c.pp;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.c.lex.Identifier;
import dev.ferry.c.lex.LiteralDecoder;
import dev.ferry.c.lex.NumberParser;
import dev.ferry.c.lex.Standard;
import dev.ferry.c.lex.Token;
import dev.ferry.c.lex.TokenKind;
import dev.ferry.c.syntax.Encoding;
import dev.ferry.c.syntax.Expr;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the controlling expression of {@code #if} (C17 6.10.1) by precedence climbing, in
 * {@code intmax_t} and {@code uintmax_t}.
 */
final class ConditionEvaluator {
  /** Ends the evaluation after a syntax error, which is reported. */
  private static final class BadCondition extends RuntimeException {
    BadCondition() {
      super(null, null, false, false);
    }
  }

  private static final int MAX_DEPTH = 1000;

  private final Preprocessor pp;
  private final Diagnostics diagnostics;
  private final NumberParser numbers;
  private final LiteralDecoder literals;
  private final Identifier defined;

  private Token token;
  private String directive = "if";
  private int directiveLoc;
  private int depth;

  /** Operands that are not evaluated: behind a false {@code &&} and the like. */
  private int skipped;

  /** The value just read; whether it is unsigned. */
  private long value;

  private boolean unsigned;

  // Whether the whole condition is !defined(X): the shape of an include guard.
  private int tokensRead;
  private boolean startsWithNot;
  private @Nullable Identifier definedOperand;
  private int tokensAfterDefined;

  ConditionEvaluator(Preprocessor pp) {
    this.pp = pp;
    this.diagnostics = pp.diagnostics;
    this.numbers = new NumberParser(pp.options.dialect, diagnostics);
    this.literals = new LiteralDecoder(pp.options.dialect, diagnostics);
    this.defined = pp.identifiers.intern("defined");
    this.token = new Token(TokenKind.END_OF_LINE, 0, 0, null);
  }

  /** Evaluates the rest of the directive's line; false after an error. */
  boolean evaluate(String directive, int loc) {
    this.directive = directive;
    directiveLoc = loc;
    skipped = 0;
    depth = 0;
    tokensRead = 0;
    startsWithNot = false;
    definedOperand = null;
    try {
      advance();
      startsWithNot = token.kind == TokenKind.NOT;
      if (token.kind == TokenKind.END_OF_LINE) {
        diagnostics.report(PpDiagnostic.IF_NO_EXPRESSION, loc, directive);
        return false;
      }
      comma();
      if (token.kind != TokenKind.END_OF_LINE) {
        unexpected();
      }
      return value != 0;
    } catch (BadCondition e) {
      definedOperand = null;
      return false;
    }
  }

  /** The value of a constant expression that ends with {@code END_OF_LINE}; 0 after an error. */
  long value(String directive, int loc) {
    value = 0;
    evaluate(directive, loc);
    return value;
  }

  /** The X of {@code #if !defined(X)}, if that was all of the last condition. */
  @Nullable Identifier guard() {
    return startsWithNot && tokensRead == tokensAfterDefined + 1 && tokensAfterDefined == 2
        ? definedOperand
        : null;
  }

  private void advance() {
    token = pp.expander.nextReal();
    tokensRead++;
  }

  private BadCondition error(PpDiagnostic kind, int loc, Object... args) {
    diagnostics.report(kind, loc, args);
    return new BadCondition();
  }

  private void unexpected() {
    switch (token.kind) {
      case COLON -> throw error(PpDiagnostic.COLON_WITHOUT_QUESTION, token.loc);
      case CLOSE_PAREN -> throw error(PpDiagnostic.MISSING_OPEN_PAREN, token.loc);
      default ->
          throw error(
              isOperandStart() ? PpDiagnostic.MISSING_OPERATOR : PpDiagnostic.INVALID_IN_EXPRESSION,
              token.loc,
              token.spelling());
    }
  }

  private boolean isOperandStart() {
    return switch (token.kind) {
      case IDENTIFIER, NUMBER, CHARACTER, OPEN_PAREN, NOT, TILDE, STRING -> true;
      default -> false;
    };
  }

  private void comma() {
    conditional();
    while (token.kind == TokenKind.COMMA) {
      if (skipped == 0) {
        diagnostics.report(PpDiagnostic.COMMA_IN_IF, token.loc);
      }
      advance();
      conditional();
    }
  }

  private void conditional() {
    binary(0);
    if (token.kind != TokenKind.QUESTION) {
      return;
    }
    int question = token.loc;
    boolean condition = value != 0;
    advance();
    skipped += condition ? 0 : 1;
    comma();
    skipped -= condition ? 0 : 1;
    long then = value;
    boolean thenUnsigned = unsigned;
    if (token.kind != TokenKind.COLON) {
      throw error(PpDiagnostic.QUESTION_WITHOUT_COLON, question);
    }
    advance();
    skipped += condition ? 1 : 0;
    conditional();
    skipped -= condition ? 1 : 0;
    value = condition ? then : value;
    unsigned |= thenUnsigned;
  }

  private static int precedence(TokenKind kind) {
    return switch (kind) {
      case OR_OR -> 1;
      case AND_AND -> 2;
      case PIPE -> 3;
      case CARET -> 4;
      case AMPERSAND -> 5;
      case EQUAL, NOT_EQUAL -> 6;
      case LESS, GREATER, LESS_EQUAL, GREATER_EQUAL -> 7;
      case SHIFT_LEFT, SHIFT_RIGHT -> 8;
      case PLUS, MINUS -> 9;
      case STAR, SLASH, PERCENT -> 10;
      default -> 0;
    };
  }

  private void binary(int minimum) {
    unary();
    while (true) {
      TokenKind op = token.kind;
      int precedence = precedence(op);
      if (precedence == 0 || precedence <= minimum) {
        return;
      }
      Token operator = token;
      long left = value;
      boolean leftUnsigned = unsigned;
      boolean shortCircuit =
          op == TokenKind.AND_AND && left == 0 || op == TokenKind.OR_OR && left != 0;
      advance();
      skipped += shortCircuit ? 1 : 0;
      if (token.kind == TokenKind.END_OF_LINE || token.kind == TokenKind.CLOSE_PAREN) {
        throw error(PpDiagnostic.NO_RIGHT_OPERAND, operator.loc, operator.spelling());
      }
      binary(precedence);
      skipped -= shortCircuit ? 1 : 0;
      apply(op, left, leftUnsigned, operator.loc);
    }
  }

  private void apply(TokenKind op, long left, boolean leftUnsigned, int loc) {
    long right = value;
    boolean either = leftUnsigned || unsigned;
    boolean result = false;
    switch (op) {
      case OR_OR -> result = left != 0 || right != 0;
      case AND_AND -> result = left != 0 && right != 0;
      case EQUAL -> result = left == right;
      case NOT_EQUAL -> result = left != right;
      case LESS -> result = compare(left, right, either) < 0;
      case GREATER -> result = compare(left, right, either) > 0;
      case LESS_EQUAL -> result = compare(left, right, either) <= 0;
      case GREATER_EQUAL -> result = compare(left, right, either) >= 0;
      default -> {
        arithmetic(op, left, right, leftUnsigned, either, loc);
        return;
      }
    }
    value = result ? 1 : 0;
    unsigned = false;
  }

  private static int compare(long left, long right, boolean unsigned) {
    return unsigned ? Long.compareUnsigned(left, right) : Long.compare(left, right);
  }

  private void arithmetic(
      TokenKind op, long left, long right, boolean leftUnsigned, boolean either, int loc) {
    boolean rightUnsigned = unsigned;
    unsigned = either;
    switch (op) {
      case PIPE -> value = left | right;
      case CARET -> value = left ^ right;
      case AMPERSAND -> value = left & right;
      case PLUS -> value = left + right;
      case MINUS -> value = left - right;
      case STAR -> value = left * right;
      case SHIFT_LEFT, SHIFT_RIGHT -> {
        unsigned = leftUnsigned;
        boolean backwards = right < 0 && !rightUnsigned;
        boolean leftwards = op == TokenKind.SHIFT_LEFT != backwards;
        long by = backwards ? -right : right;
        value = shift(left, by, leftwards, leftUnsigned);
      }
      default -> {
        if (right == 0) {
          if (skipped == 0) {
            throw error(PpDiagnostic.DIVISION_BY_ZERO, loc);
          }
          value = 0;
        } else if (op == TokenKind.SLASH) {
          value = either ? Long.divideUnsigned(left, right) : left / right;
        } else {
          value = either ? Long.remainderUnsigned(left, right) : left % right;
        }
      }
    }
  }

  private static long shift(long left, long by, boolean leftwards, boolean unsigned) {
    if (by < 0 || by >= 64) {
      return leftwards || unsigned || left >= 0 ? 0 : -1;
    }
    return leftwards ? left << by : unsigned ? left >>> by : left >> by;
  }

  private void unary() {
    if (++depth > MAX_DEPTH) {
      throw error(PpDiagnostic.UNBALANCED_STACK, directiveLoc, directive);
    }
    Token operator = token;
    switch (token.kind) {
      case PLUS, MINUS, NOT, TILDE -> {
        advance();
        if (token.kind == TokenKind.END_OF_LINE) {
          throw error(PpDiagnostic.NO_RIGHT_OPERAND, operator.loc, operator.spelling());
        }
        unary();
        switch (operator.kind) {
          case MINUS -> value = -value;
          case TILDE -> value = ~value;
          case NOT -> {
            value = value == 0 ? 1 : 0;
            unsigned = false;
          }
          default -> {}
        }
      }
      case OPEN_PAREN -> {
        int open = token.loc;
        advance();
        if (token.kind == TokenKind.CLOSE_PAREN) {
          throw error(PpDiagnostic.EMPTY_PARENTHESES, token.loc);
        }
        comma();
        if (token.kind != TokenKind.CLOSE_PAREN) {
          if (token.kind != TokenKind.END_OF_LINE && isOperandStart()) {
            unexpected();
          }
          throw error(PpDiagnostic.MISSING_CLOSE_PAREN, open);
        }
        advance();
      }
      default -> primary();
    }
    depth--;
  }

  private void primary() {
    switch (token.kind) {
      case NUMBER -> number();
      case CHARACTER -> {
        Expr.CharLiteral literal = literals.character(token);
        value = literal.value();
        unsigned =
            switch (literal.encoding()) {
              case PLAIN -> false;
              case WIDE -> pp.options.dialect.shortWchar();
              default -> true;
            };
        if (literal.encoding() == Encoding.UTF32) {
          value &= 0xffffffffL;
        }
        advance();
      }
      case IDENTIFIER -> identifier();
      case HASH -> assertion();
      case END_OF_LINE -> throw error(PpDiagnostic.IF_NO_EXPRESSION, directiveLoc, directive);
      default -> {
        if (precedence(token.kind) > 0 || token.kind == TokenKind.QUESTION) {
          throw error(PpDiagnostic.NO_LEFT_OPERAND, token.loc, token.spelling());
        }
        throw error(PpDiagnostic.INVALID_IN_EXPRESSION, token.loc, token.spelling());
      }
    }
  }

  private void number() {
    switch (numbers.parse(token)) {
      case Expr.IntegerLiteral literal -> {
        if (literal.imaginary()) {
          throw error(PpDiagnostic.IMAGINARY_IN_EXPRESSION, token.loc);
        }
        value = literal.value();
        unsigned = literal.unsigned() || value < 0;
      }
      case Expr.FloatLiteral _ -> throw error(PpDiagnostic.FLOAT_IN_EXPRESSION, token.loc);
      default -> throw new BadCondition();
    }
    advance();
  }

  private void identifier() {
    Identifier name = token.identifier();
    if (name == defined) {
      definedOperator();
      return;
    }
    if (name.poisoned) {
      pp.usePoisoned(token);
    }
    value = 0;
    unsigned = false;
    if (pp.options.dialect.atLeast(Standard.C23) && name.keyword == TokenKind.KW_TRUE) {
      value = 1;
    } else if (skipped == 0 && name.keyword != TokenKind.KW_FALSE) {
      diagnostics.report(PpDiagnostic.UNDEFINED_IN_IF, token.loc, name.name());
    }
    advance();
  }

  private void definedOperator() {
    pp.expander.preventExpansion++;
    Identifier operand;
    try {
      Token next = pp.expander.nextReal();
      boolean paren = next.kind == TokenKind.OPEN_PAREN;
      if (paren) {
        next = pp.expander.nextReal();
      }
      if (next.kind != TokenKind.IDENTIFIER) {
        throw error(PpDiagnostic.DEFINED_WITHOUT_IDENTIFIER, next.loc);
      }
      operand = next.identifier();
      if (operand.poisoned && operand.macro == null) {
        pp.usePoisoned(next);
      }
      if (paren && pp.expander.nextReal().kind != TokenKind.CLOSE_PAREN) {
        throw error(PpDiagnostic.MISSING_PAREN_AFTER_DEFINED, next.loc);
      }
    } finally {
      pp.expander.preventExpansion--;
    }
    if (operand.macro instanceof Macro macro) {
      macro.used = true;
    }
    value = operand.macro != null ? 1 : 0;
    unsigned = false;
    definedOperand = operand;
    tokensAfterDefined = tokensRead;
    advance();
  }

  /** GNU's {@code #predicate(answer)}: nothing is ever asserted. */
  private void assertion() {
    advance();
    if (token.kind != TokenKind.IDENTIFIER) {
      throw error(PpDiagnostic.INVALID_ASSERT, token.loc);
    }
    advance();
    if (token.kind == TokenKind.OPEN_PAREN) {
      int parens = 0;
      do {
        parens +=
            token.kind == TokenKind.OPEN_PAREN ? 1 : token.kind == TokenKind.CLOSE_PAREN ? -1 : 0;
        if (token.kind == TokenKind.END_OF_LINE) {
          throw error(PpDiagnostic.MISSING_CLOSE_PAREN, token.loc);
        }
        advance();
      } while (parens > 0);
    }
    value = 0;
    unsigned = false;
  }
}
