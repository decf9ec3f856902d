package dev.ferry.c.parse;

import dev.ferry.base.diag.Diagnostic;
import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.source.SourceMap;
import dev.ferry.c.lex.Standard;
import dev.ferry.c.lex.Token;
import dev.ferry.c.lex.TokenKind;
import dev.ferry.c.syntax.Attribute;
import dev.ferry.c.syntax.BlockItem;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements and blocks (C17 6.8, GNU). */
final class StatementParser {
  private final Parser parser;
  private final TokenCursor cursor;
  private final Diagnostics diagnostics;
  private final AsmParser asm;
  private final BracePairs braces;

  /** Whether an {@code if} waits for its {@code else} in an enclosing block. */
  private boolean insideIf;

  StatementParser(Parser parser) {
    this.parser = parser;
    this.cursor = parser.cursor;
    this.diagnostics = parser.diagnostics;
    this.asm = new AsmParser(parser);
    this.braces = new BracePairs(parser.diagnostics.sources());
  }

  /** A function's body. */
  Statement.Compound functionBody() {
    boolean outer = insideIf;
    insideIf = false;
    if (!parser.declarations.insideNestedFunction()) {
      braces.clear();
    }
    Statement.Compound body = compound();
    insideIf = outer;
    return body;
  }

  /** A block with a scope of its own. */
  Statement.Compound compound() {
    parser.enter();
    int open = cursor.token.loc;
    Statement.Compound result;
    boolean opened = cursor.require(TokenKind.OPEN_BRACE, ParseDiagnostic.EXPECTED_OPEN_BRACE, 0);
    if (!opened && !SyntaxNotes.startsStatement(cursor.kind)) {
      result = new Statement.Compound(cursor.previous, cursor.previous, List.of());
    } else {
      cursor.error = false;
      parser.scopes.push();
      ArrayList<BlockItem> items = new ArrayList<>();
      items(items, open);
      int close = cursor.token.loc;
      if (cursor.is(TokenKind.CLOSE_BRACE)) {
        cursor.mark();
        braces.add(open, close);
      }
      if (!cursor.accept(TokenKind.CLOSE_BRACE)) {
        close = cursor.previous;
      }
      parser.scopes.pop();
      result = new Statement.Compound(open, close, TokenCursor.frozen(items));
    }
    parser.leave();
    return result;
  }

  /** The items up to the closing brace, which is left to the caller. */
  private void items(List<BlockItem> items, int open) {
    boolean sawStatement = false;
    while (true) {
      if (cursor.hasPragmas()) {
        items.addAll(cursor.takePragmas());
      }
      switch (cursor.kind) {
        case CLOSE_BRACE -> {
          return;
        }
        case END_OF_FILE -> {
          Diagnostic diagnostic = cursor.error(ParseDiagnostic.EXPECTED_DECLARATION_OR_STATEMENT);
          if (diagnostic != null) {
            braces.explain(diagnostic, open);
          }
          return;
        }
        case KW_ELSE -> {
          if (insideIf) {
            cursor.error(ParseDiagnostic.EXPECTED_CLOSE_BRACE);
            return;
          }
          diagnostics.report(ParseDiagnostic.ELSE_WITHOUT_IF, cursor.advance().loc);
          continue;
        }
        default -> {}
      }
      Token before = cursor.token;
      BlockItem item = item();
      if (item instanceof Statement.LabelDeclaration) {
        // Local labels come before declarations.
      } else if (item instanceof Statement) {
        sawStatement = true;
      } else if (sawStatement) {
        // Who asks for it by name gets it in every dialect, once where statements end.
        diagnostics.report(ParseDiagnostic.MIXED_DECLARATIONS, before.loc);
        sawStatement = false;
      }
      items.add(item);
      cursor.error = false;
      if (cursor.token == before && !cursor.is(TokenKind.CLOSE_BRACE)) {
        cursor.advance();
      }
    }
  }

  private BlockItem item() {
    switch (cursor.kind) {
      case KW_LABEL -> {
        return labelDeclaration();
      }
      case KW_ATTRIBUTE -> {
        return attributed();
      }
      case OPEN_BRACKET -> {
        if (parser.attributes.startsStandard()) {
          return attributed();
        }
      }
      case KW_EXTENSION -> {
        int n = 1;
        while (cursor.peek(n).kind == TokenKind.KW_EXTENSION) {
          n++;
        }
        Token next = cursor.peek(n);
        boolean declares =
            parser.specifiers.startsSpecifiers(next) || next.kind == TokenKind.KW_STATIC_ASSERT;
        return declares ? parser.declarations.inBlock(null) : statement();
      }
      default -> {}
    }
    return parser.specifiers.startsDeclaration() ? parser.declarations.inBlock(null) : statement();
  }

  /** An item that starts with attributes: what follows says whose they are. */
  private BlockItem attributed() {
    int loc = cursor.token.loc;
    ArrayList<Attribute> attributes = parser.attributes.parse(null);
    if (cursor.is(TokenKind.SEMICOLON)) {
      Statement nothing = new Statement.Null(cursor.advance().loc, false);
      return new Statement.Attributed(loc, TokenCursor.frozen(attributes), nothing);
    }
    if (parser.specifiers.startsDeclaration() || isExtendedDeclaration()) {
      return parser.declarations.inBlock(attributes);
    }
    boolean gnu =
        attributes != null && !attributes.isEmpty() && !attributes.getLast().standardSyntax();
    if (gnu && SyntaxNotes.startsStatement(cursor.kind)) {
      // In this syntax attributes belong to declarations; only ‘fallthrough;’ is a statement.
      cursor.error(ParseDiagnostic.EXPECTED_IDENTIFIER_OR_PAREN);
      cursor.error = false;
    }
    return new Statement.Attributed(loc, TokenCursor.frozen(attributes), statement());
  }

  private boolean isExtendedDeclaration() {
    return cursor.is(TokenKind.KW_EXTENSION) && parser.specifiers.startsSpecifiers(cursor.peek(1));
  }

  private Statement labelDeclaration() {
    int loc = cursor.advance().loc;
    List<Expr.Identifier> labels = new ArrayList<>(2);
    do {
      if (!cursor.is(TokenKind.IDENTIFIER)) {
        cursor.error(ParseDiagnostic.EXPECTED_IDENTIFIER);
        break;
      }
      Token name = cursor.advance();
      labels.add(new Expr.Identifier(name.loc, name.spelling()));
    } while (cursor.accept(TokenKind.COMMA));
    int end = cursor.token.loc;
    cursor.skipUntil(TokenKind.SEMICOLON, ParseDiagnostic.EXPECTED_SEMICOLON, 0);
    return new Statement.LabelDeclaration(loc, end, labels);
  }

  /** One statement, its labels included. */
  Statement statement() {
    parser.enter();
    Statement result = unguarded();
    parser.leave();
    return result;
  }

  private Statement unguarded() {
    Token token = cursor.token;
    cursor.mark();
    return switch (token.kind) {
      case OPEN_BRACE -> block();
      case KW_IF -> ifStatement();
      case KW_SWITCH -> switchStatement();
      case KW_WHILE -> whileStatement();
      case KW_DO -> doStatement();
      case KW_FOR -> forStatement();
      case KW_GOTO -> gotoStatement();
      case KW_CONTINUE -> {
        int loc = cursor.advance().loc;
        yield new Statement.Continue(loc, semicolon());
      }
      case KW_BREAK -> {
        int loc = cursor.advance().loc;
        yield new Statement.Break(loc, semicolon());
      }
      case KW_RETURN -> returnStatement();
      case KW_CASE -> caseLabel();
      case KW_DEFAULT -> defaultLabel();
      case KW_ASM -> asm.statement();
      case SEMICOLON -> new Statement.Null(cursor.advance().loc, false);
      case CLOSE_BRACE -> {
        cursor.error(ParseDiagnostic.EXPECTED_STATEMENT);
        yield new Statement.Erroneous(token.loc, token.loc);
      }
      case CLOSE_PAREN, CLOSE_BRACKET -> {
        cursor.error(ParseDiagnostic.EXPECTED_STATEMENT);
        cursor.advance();
        yield new Statement.Erroneous(token.loc, token.loc);
      }
      case KW_ATTRIBUTE -> {
        List<Attribute> attributes = parser.attributes.parseAll();
        yield new Statement.Attributed(token.loc, attributes, statement());
      }
      case OPEN_BRACKET -> {
        if (!parser.attributes.startsStandard()) {
          yield expressionStatement();
        }
        List<Attribute> attributes = parser.attributes.parseAll();
        yield new Statement.Attributed(token.loc, attributes, statement());
      }
      case IDENTIFIER -> cursor.peek(1).kind == TokenKind.COLON ? label() : expressionStatement();
      default -> expressionStatement();
    };
  }

  private Statement block() {
    boolean outer = insideIf;
    Statement result = compound();
    insideIf = outer;
    return result;
  }

  private Statement expressionStatement() {
    Expr expr = parser.expressions.expression();
    int end = semicolon();
    return new Statement.Expression(expr, end);
  }

  /** Reads the semicolon that ends a statement, or skips to where it should be. */
  private int semicolon() {
    int loc = cursor.token.loc;
    cursor.skipUntil(TokenKind.SEMICOLON, ParseDiagnostic.EXPECTED_SEMICOLON, 0);
    return loc;
  }

  // Labels (6.8.1).

  private Statement label() {
    Token name = cursor.advance();
    cursor.advance();
    ArrayList<Attribute> attributes = parser.attributes.parseGnu(null);
    boolean declaration = false;
    if (attributes != null && !cursor.is(TokenKind.SEMICOLON)) {
      declaration = parser.specifiers.startsDeclaration();
    }
    return new Statement.Labeled(
        name.loc,
        name.spelling(),
        TokenCursor.frozen(attributes),
        declaration ? new Statement.Null(cursor.token.loc, true) : labelBody(name.loc));
  }

  /** What a label stands before; before a declaration or a closing brace, nothing (C23). */
  private Statement labelBody(int label) {
    if (cursor.is(TokenKind.CLOSE_BRACE)) {
      if (!parser.dialect.atLeast(Standard.C23)) {
        diagnostics.report(ParseDiagnostic.LABEL_AT_END, label);
      }
      return new Statement.Null(cursor.token.loc, true);
    }
    if (cursor.hasPragmas()
        || !cursor.is(TokenKind.KW_ATTRIBUTE)
            && parser.specifiers.startsDeclaration()
            && (!cursor.is(TokenKind.KW_EXTENSION) || isExtendedDeclaration())) {
      if (!cursor.hasPragmas() && !parser.dialect.atLeast(Standard.C23)) {
        diagnostics.report(ParseDiagnostic.LABEL_BEFORE_DECLARATION, cursor.token.loc);
      }
      return new Statement.Null(cursor.token.loc, true);
    }
    return statement();
  }

  private Statement caseLabel() {
    int loc = cursor.advance().loc;
    Expr low = parser.expressions.assignment();
    Expr high = null;
    if (cursor.is(TokenKind.ELLIPSIS)) {
      diagnostics.report(ParseDiagnostic.CASE_RANGE, loc);
      cursor.advance();
      high = parser.expressions.assignment();
      cursor.require(TokenKind.COLON, ParseDiagnostic.EXPECTED_COLON, 0);
    } else if (!cursor.accept(TokenKind.COLON)) {
      cursor.error(ParseDiagnostic.EXPECTED_CASE_COLON);
    }
    if (cursor.error) {
      return afterBadLabel(loc);
    }
    return new Statement.Case(loc, low, high, labelBody(loc));
  }

  private Statement defaultLabel() {
    int loc = cursor.advance().loc;
    if (!cursor.require(TokenKind.COLON, ParseDiagnostic.EXPECTED_COLON, 0)) {
      return afterBadLabel(loc);
    }
    return new Statement.Default(loc, labelBody(loc));
  }

  private Statement afterBadLabel(int loc) {
    cursor.error = false;
    return new Statement.Erroneous(loc, cursor.previous);
  }

  // Selection (6.8.4).

  /** A condition in parentheses. */
  private Expr condition() {
    int open = cursor.token.loc;
    if (!cursor.require(TokenKind.OPEN_PAREN, ParseDiagnostic.EXPECTED_OPEN_PAREN, 0)) {
      cursor.skipToBody();
      return new Expr.Erroneous(open, open);
    }
    Expr condition = parser.expressions.expression();
    if (!cursor.startsBody(ParseDiagnostic.EXPECTED_CLOSE_PAREN, open)) {
      cursor.skipUntil(TokenKind.CLOSE_PAREN, ParseDiagnostic.EXPECTED_CLOSE_PAREN, open);
    }
    return condition;
  }

  /** The body of a statement: a block of its own (6.8.4p3, 6.8.5p5). */
  private Statement body() {
    parser.scopes.push();
    Statement body = statement();
    parser.scopes.pop();
    return body;
  }

  private Statement ifStatement() {
    int loc = cursor.advance().loc;
    parser.scopes.push();
    Expr condition = condition();
    boolean outer = insideIf;
    insideIf = true;
    Statement then = body();
    insideIf = outer;
    int elseLoc = SourceMap.NONE;
    Statement otherwise = null;
    if (cursor.is(TokenKind.KW_ELSE)) {
      elseLoc = cursor.advance().loc;
      otherwise = body();
    }
    parser.scopes.pop();
    return new Statement.If(loc, condition, then, elseLoc, otherwise);
  }

  private Statement switchStatement() {
    int loc = cursor.advance().loc;
    parser.scopes.push();
    Expr value = condition();
    boolean outer = insideIf;
    insideIf = false;
    Statement body = body();
    insideIf = outer;
    parser.scopes.pop();
    return new Statement.Switch(loc, value, body);
  }

  // Iteration (6.8.5).

  private Statement whileStatement() {
    int loc = cursor.advance().loc;
    parser.scopes.push();
    Expr condition = condition();
    Statement body = loopBody();
    parser.scopes.pop();
    return new Statement.While(loc, condition, body);
  }

  private Statement loopBody() {
    boolean outer = insideIf;
    insideIf = false;
    Statement body = body();
    insideIf = outer;
    return body;
  }

  private Statement doStatement() {
    int loc = cursor.advance().loc;
    Statement body = loopBody();
    if (cursor.is(TokenKind.KW_WHILE)) {
      cursor.advance();
    } else {
      cursor.error(ParseDiagnostic.EXPECTED_WHILE);
    }
    Expr condition = condition();
    int end = semicolon();
    return new Statement.DoWhile(loc, end, body, condition);
  }

  private Statement forStatement() {
    int loc = cursor.advance().loc;
    parser.scopes.push();
    int open = cursor.token.loc;
    BlockItem init = null;
    Expr condition = null;
    Expr step = null;
    if (cursor.require(TokenKind.OPEN_PAREN, ParseDiagnostic.EXPECTED_OPEN_PAREN, 0)) {
      init = forInit(loc);
      if (!cursor.is(TokenKind.SEMICOLON)) {
        condition = parser.expressions.expression();
      }
      cursor.skipUntil(TokenKind.SEMICOLON, ParseDiagnostic.EXPECTED_SEMICOLON, 0);
      if (!cursor.is(TokenKind.CLOSE_PAREN)) {
        step = parser.expressions.expression();
      }
      if (!cursor.startsBody(ParseDiagnostic.EXPECTED_CLOSE_PAREN, open)) {
        cursor.skipClauses(ParseDiagnostic.EXPECTED_CLOSE_PAREN, open);
      }
    } else {
      cursor.skipToBody();
    }
    Statement body = loopBody();
    parser.scopes.pop();
    return new Statement.For(loc, init, condition, step, body);
  }

  private @Nullable BlockItem forInit(int loc) {
    if (cursor.accept(TokenKind.SEMICOLON)) {
      return null;
    }
    boolean extended = isExtendedDeclaration();
    if (extended
        || !cursor.is(TokenKind.KW_EXTENSION) && parser.specifiers.startsDeclaration()
        || parser.attributes.startsStandard()) {
      if (!parser.dialect.atLeast(Standard.C99)) {
        diagnostics.report(ParseDiagnostic.FOR_DECLARATION_C90, loc);
      }
      return parser.declarations.inFor();
    }
    Expr expr = parser.expressions.expression();
    return new Statement.Expression(expr, semicolon());
  }

  // Jumps (6.8.6).

  private Statement gotoStatement() {
    int loc = cursor.advance().loc;
    if (cursor.is(TokenKind.IDENTIFIER)) {
      Token label = cursor.advance();
      return new Statement.Goto(loc, semicolon(), label.spelling(), label.loc);
    }
    if (cursor.accept(TokenKind.STAR)) {
      Expr target = parser.expressions.expression();
      return new Statement.ComputedGoto(loc, semicolon(), target);
    }
    cursor.error(ParseDiagnostic.EXPECTED_GOTO_TARGET);
    return new Statement.Erroneous(loc, semicolon());
  }

  private Statement returnStatement() {
    int loc = cursor.advance().loc;
    Expr value = null;
    if (!cursor.is(TokenKind.SEMICOLON)) {
      value = parser.expressions.expression();
    }
    return new Statement.Return(loc, semicolon(), value);
  }
}
