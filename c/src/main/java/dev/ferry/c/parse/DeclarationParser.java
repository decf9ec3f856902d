package dev.ferry.c.parse;

import dev.ferry.base.diag.Diagnostic;
import dev.ferry.base.diag.Diagnostics;
import dev.ferry.c.lex.Identifier;
import dev.ferry.c.lex.Standard;
import dev.ferry.c.lex.Token;
import dev.ferry.c.lex.TokenKind;
import dev.ferry.c.parse.SpecifierParser.LookAhead;
import dev.ferry.c.syntax.Attribute;
import dev.ferry.c.syntax.Declaration;
import dev.ferry.c.syntax.Declarator;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.syntax.Initializer;
import dev.ferry.c.syntax.Parameters;
import dev.ferry.c.syntax.Specifiers;
import dev.ferry.c.syntax.Statement;
import dev.ferry.c.syntax.Storage;
import dev.ferry.c.syntax.TypeSpecifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Declarations and function definitions (C17 6.7, 6.9). */
final class DeclarationParser {
  private enum Place {
    EXTERNAL,
    BLOCK,
    FOR,
    /** Between an identifier list and the body. */
    OLD_STYLE_PARAMETER
  }

  private final Parser parser;
  private final TokenCursor cursor;
  private final Diagnostics diagnostics;

  /** How many function bodies are open. */
  private int functionDepth;

  DeclarationParser(Parser parser) {
    this.parser = parser;
    this.cursor = parser.cursor;
    this.diagnostics = parser.diagnostics;
  }

  boolean insideFunction() {
    return functionDepth > 0;
  }

  boolean insideNestedFunction() {
    return functionDepth > 1;
  }

  /** One external declaration. */
  Declaration external() {
    switch (cursor.kind) {
      case SEMICOLON -> {
        int loc = cursor.advance().loc;
        diagnostics.report(ParseDiagnostic.EXTRA_SEMICOLON, loc);
        return new Declaration.Empty(loc);
      }
      case KW_ASM -> {
        return topLevelAsm();
      }
      default -> {
        Token before = cursor.token;
        cursor.error = false;
        if (SyntaxNotes.startsStatement(cursor.kind)) {
          cursor.error(ParseDiagnostic.EXPECTED_IDENTIFIER_OR_PAREN);
          cursor.skipStatementsOutside();
          return new Declaration.Erroneous(before.loc, cursor.previous);
        }
        Declaration declaration = declaration(Place.EXTERNAL, null);
        if (cursor.token == before) {
          // Nothing was read: a closing bracket without an opening one, or the like.
          cursor.advance();
        }
        return declaration;
      }
    }
  }

  /** A declaration in a block; {@code prefix} are attributes already read. */
  Declaration inBlock(@Nullable ArrayList<Attribute> prefix) {
    return declaration(Place.BLOCK, prefix);
  }

  /** The declaration of a {@code for} statement. */
  Declaration inFor() {
    return declaration(Place.FOR, null);
  }

  private Declaration declaration(Place place, @Nullable ArrayList<Attribute> prefix) {
    int extension = cursor.is(TokenKind.KW_EXTENSION) ? 1 : 0;
    diagnostics.extension(extension);
    Declaration declaration = plainDeclaration(place, prefix);
    diagnostics.extension(-extension);
    return declaration;
  }

  private Declaration plainDeclaration(Place place, @Nullable ArrayList<Attribute> prefix) {
    int start = cursor.token.loc;
    cursor.mark();
    while (cursor.is(TokenKind.KW_EXTENSION) && cursor.peek(1).kind == TokenKind.KW_STATIC_ASSERT) {
      cursor.advance();
    }
    if (cursor.is(TokenKind.KW_STATIC_ASSERT)) {
      return staticAssert(true);
    }
    ArrayList<Attribute> attributes = parser.attributes.parseStandard(prefix);
    if (attributes != null && cursor.is(TokenKind.SEMICOLON)) {
      return new Declaration.AttributeDeclaration(start, cursor.advance().loc, attributes);
    }
    boolean functionAllowed = place == Place.EXTERNAL || place == Place.BLOCK;
    Specifiers specifiers;
    if (startsWithUnknownType(place)) {
      Token name = cursor.token;
      parser.specifiers.unknownType(name);
      cursor.advance();
      specifiers = erroneous(name, attributes);
      functionAllowed = place == Place.EXTERNAL;
    } else {
      specifiers = parser.specifiers.parse(true, LookAhead.NON_ABSTRACT, attributes);
    }
    if (cursor.error) {
      cursor.skipStatement();
      return new Declaration.Erroneous(start, cursor.previous);
    }
    if (specifiers == null) {
      if (place != Place.EXTERNAL) {
        cursor.error(ParseDiagnostic.EXPECTED_DECLARATION_SPECIFIERS);
        cursor.skipStatement();
        return new Declaration.Erroneous(start, cursor.previous);
      }
      specifiers = implicitInt(start);
    }
    if (cursor.is(TokenKind.SEMICOLON)) {
      return new Declaration.Simple(specifiers, List.of(), cursor.advance().loc);
    }
    if (parser.specifiers.lacksSemicolon(specifiers)) {
      cursor.proposeSemicolon(cursor.error(ParseDiagnostic.EXPECTED_AFTER_TAG));
      cursor.error = false;
      return new Declaration.Simple(specifiers, List.of(), cursor.previous);
    }
    return declaratorList(place, specifiers, functionAllowed);
  }

  private boolean startsWithUnknownType(Place place) {
    if (!cursor.is(TokenKind.IDENTIFIER)) {
      return false;
    }
    Identifier name = cursor.token.identifier();
    if (Scopes.isTypedef(name) || place != Place.EXTERNAL && Scopes.isDeclared(name)) {
      return false;
    }
    TokenKind next = cursor.peek(1).kind;
    return next == TokenKind.IDENTIFIER || next == TokenKind.STAR;
  }

  private Specifiers erroneous(Token name, @Nullable ArrayList<Attribute> attributes) {
    SpecifierBuilder builder = new SpecifierBuilder(diagnostics, parser.dialect, name.loc);
    builder.attributes = attributes;
    builder.type(new TypeSpecifier.Erroneous(name.loc, name.loc));
    return builder.build(name.loc);
  }

  private Specifiers implicitInt(int start) {
    return new SpecifierBuilder(diagnostics, parser.dialect, start).build(start);
  }

  private Declaration declaratorList(Place place, Specifiers specifiers, boolean functionAllowed) {
    boolean typeSeen = !(specifiers.type() instanceof TypeSpecifier.ImplicitInt);
    List<Declaration.InitDeclarator> list = new ArrayList<>(2);
    boolean first = functionAllowed;
    while (true) {
      ArrayList<Attribute> attributes = list.isEmpty() ? null : parser.attributes.parseGnu(null);
      Declarator declarator = parser.declarators.declarator(typeSeen);
      Token name = parser.declarators.declaredName();
      boolean typedef = specifiers.storage() == Storage.TYPEDEF;
      if (declarator == null || name == null) {
        cursor.skipStatement();
        return list.isEmpty() && name != null
            ? unreadable(specifiers, name, typedef)
            : finish(specifiers, list);
      }
      if (!continuesDeclaration()) {
        boolean body = cursor.is(TokenKind.OPEN_BRACE);
        if (first && isFunction(declarator) && (body || !typedef)) {
          return function(place, specifiers, declarator, name);
        }
        parser.scopes.declare(name.identifier(), typedef);
        list.add(new Declaration.InitDeclarator(declarator, null, List.of(), 0, null));
        return unfinished(place, specifiers, list, first);
      }
      Declaration.InitDeclarator init =
          initDeclarator(place, specifiers, declarator, name, attributes);
      if (init == null) {
        return functionAfterAttributes(place, specifiers, declarator, name, first);
      }
      list.add(init);
      first = false;
      if (cursor.accept(TokenKind.COMMA)) {
        continue;
      }
      if (cursor.is(TokenKind.SEMICOLON)) {
        cursor.error = false; // What an initialiser lacked is said, and the declaration is over.
        return new Declaration.Simple(specifiers, list, cursor.advance().loc);
      }
      if (place == Place.FOR && cursor.is(TokenKind.COLON)) {
        return new Declaration.Simple(specifiers, list, cursor.token.loc);
      }
      missingSeparator();
      return finish(specifiers, list);
    }
  }

  /** What is declared but not how: uses of the name are not reported as well. */
  private Declaration unreadable(Specifiers specifiers, Token name, boolean typedef) {
    parser.scopes.declare(name.identifier(), typedef);
    return isTag(specifiers)
        ? finish(specifiers, List.of())
        : new Declaration.Erroneous(specifiers.loc(), specifiers.end(), name.spelling());
  }

  private static boolean isTag(Specifiers specifiers) {
    return specifiers.type() instanceof TypeSpecifier.Record
        || specifiers.type() instanceof TypeSpecifier.Enum;
  }

  /** What could be read of a declaration with an error in it. */
  private static Declaration finish(Specifiers specifiers, List<Declaration.InitDeclarator> list) {
    if (list.isEmpty() && !isTag(specifiers)) {
      return new Declaration.Erroneous(specifiers.loc(), specifiers.end());
    }
    return new Declaration.Simple(specifiers, list, specifiers.end());
  }

  private void missingSeparator() {
    cursor.proposeSemicolon(cursor.error(ParseDiagnostic.EXPECTED_COMMA_OR_SEMICOLON));
    skipToNext();
  }

  private boolean continuesDeclaration() {
    return switch (cursor.kind) {
      case ASSIGN, COMMA, SEMICOLON, KW_ASM, KW_ATTRIBUTE -> true;
      default -> false;
    };
  }

  private static boolean isFunction(Declarator declarator) {
    return function(declarator) != null;
  }

  /** The function declarator that names a function, not one that a pointer points to. */
  private static Declarator.@Nullable Function function(Declarator declarator) {
    Declarator.Function nearest = null;
    Declarator d = declarator;
    while (true) {
      switch (d) {
        case Declarator.Function function -> {
          nearest = function;
          d = function.inner();
        }
        case Declarator.Pointer pointer -> {
          nearest = null;
          d = pointer.inner();
        }
        case Declarator.Array array -> {
          nearest = null;
          d = array.inner();
        }
        case Declarator.Paren paren -> d = paren.inner();
        case Declarator.Attributed attributed -> d = attributed.inner();
        case Declarator.Name _ -> {
          return nearest;
        }
      }
    }
  }

  /** A declarator that neither continues nor is a function's: something is missing behind it. */
  private Declaration unfinished(
      Place place,
      Specifiers specifiers,
      List<Declaration.InitDeclarator> list,
      boolean functionAllowed) {
    if (place == Place.FOR && cursor.is(TokenKind.COLON)) {
      cursor.error(ParseDiagnostic.EXPECTED_AFTER_DECLARATOR);
      return finish(specifiers, list);
    }
    if (functionAllowed && parser.specifiers.startsSpecifiers(cursor.token)) {
      cursor.require(TokenKind.SEMICOLON, ParseDiagnostic.EXPECTED_SEMICOLON, 0);
      cursor.error = false;
      return finish(specifiers, list);
    }
    if (place == Place.EXTERNAL && specifiers.type() instanceof TypeSpecifier.ImplicitInt) {
      // A statement that stands outside of functions rather than an old declaration.
      Diagnostic error = cursor.error(ParseDiagnostic.EXPECTED_AFTER_DECLARATOR);
      if (error != null && !cursor.is(TokenKind.IDENTIFIER)) {
        error.note(specifiers.loc(), "statements can only stand inside functions");
      }
      cursor.skipStatement();
      return new Declaration.Erroneous(specifiers.loc(), cursor.previous);
    }
    if (specifiers.type() instanceof TypeSpecifier.Erroneous) {
      // The type's name was unknown: what stands here may be no declaration at all.
      cursor.error = true;
    }
    Diagnostic error = cursor.error(ParseDiagnostic.EXPECTED_AFTER_DECLARATOR);
    if (isSecondOfItsName(list)) {
      // What looks like a declarator is the beginning of an expression: for (int i = 0, i < n…
      Declaration.InitDeclarator second = list.removeLast();
      if (place == Place.FOR && error != null) {
        error.note(second.loc(), "the parts of a ‘for’ are separated by ‘;’");
      }
    }
    cursor.proposeSemicolon(error);
    skipToNext();
    return finish(specifiers, list);
  }

  private static boolean isSecondOfItsName(List<Declaration.InitDeclarator> list) {
    String name = list.isEmpty() ? null : nameOf(list.getLast());
    for (int i = 0; name != null && i < list.size() - 1; i++) {
      if (name.equals(nameOf(list.get(i)))) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String nameOf(Declaration.InitDeclarator d) {
    return d.declarator() instanceof Declarator.Name name ? name.name() : null;
  }

  /** Behind a broken declaration: its end, or the next line where only a semicolon is missing. */
  private void skipToNext() {
    if (insideFunction() && cursor.startsLine()) {
      cursor.error = false;
    } else {
      cursor.skipStatement();
    }
  }

  /** The rest of an init-declarator; null where a function body follows its attributes. */
  private Declaration.@Nullable InitDeclarator initDeclarator(
      Place place,
      Specifiers specifiers,
      Declarator declarator,
      Token name,
      @Nullable ArrayList<Attribute> before) {
    Expr.StringLiteral label = null;
    if (cursor.is(TokenKind.KW_ASM)) {
      label = asmLabel();
    }
    ArrayList<Attribute> attributes = parser.attributes.parse(before);
    if (cursor.is(TokenKind.OPEN_BRACE) && isFunction(declarator)) {
      pendingLabel = label;
      pendingAttributes = attributes;
      return null;
    }
    parser.scopes.declare(name.identifier(), specifiers.storage() == Storage.TYPEDEF);
    int equals = 0;
    Initializer initializer = null;
    if (cursor.is(TokenKind.ASSIGN)) {
      equals = cursor.advance().loc;
      initializer = parser.initializers.initializer();
    }
    return new Declaration.InitDeclarator(
        declarator, label, TokenCursor.frozen(attributes), equals, initializer);
  }

  private Expr.@Nullable StringLiteral pendingLabel;
  private @Nullable ArrayList<Attribute> pendingAttributes;

  private Declaration functionAfterAttributes(
      Place place,
      Specifiers specifiers,
      Declarator declarator,
      Token name,
      boolean functionAllowed) {
    if (!functionAllowed) {
      missingSeparator();
      return finish(specifiers, List.of());
    }
    return function(place, specifiers, declarator, name);
  }

  private Expr.@Nullable StringLiteral asmLabel() {
    cursor.advance();
    int open = cursor.token.loc;
    if (!cursor.require(TokenKind.OPEN_PAREN, ParseDiagnostic.EXPECTED_OPEN_PAREN, 0)) {
      return null;
    }
    Expr.StringLiteral text = parser.expressions.requireString();
    cursor.skipUntil(TokenKind.CLOSE_PAREN, ParseDiagnostic.EXPECTED_CLOSE_PAREN, open);
    return text;
  }

  // Function definitions (6.9.1).

  private Declaration function(
      Place place, Specifiers specifiers, Declarator declarator, Token name) {
    Expr.StringLiteral label = pendingLabel;
    ArrayList<Attribute> attributes = pendingAttributes;
    pendingLabel = null;
    pendingAttributes = null;
    if (place == Place.BLOCK) {
      diagnostics.report(ParseDiagnostic.NESTED_FUNCTION, specifiers.loc());
    }
    cursor.insideFunction = true;
    parser.scopes.declare(name.identifier(), false);
    parser.scopes.push();
    declareParameters(declarator);
    String outer = diagnostics.function();
    diagnostics.function(name.spelling());
    functionDepth++;
    List<Declaration.Simple> old = new ArrayList<>(0);
    while (!cursor.is(TokenKind.END_OF_FILE)
        && !cursor.is(TokenKind.OPEN_BRACE)
        && !cursor.is(TokenKind.CLOSE_BRACE)
        && !SyntaxNotes.startsStatement(cursor.kind)) {
      Token before = cursor.token;
      if (declaration(Place.OLD_STYLE_PARAMETER, null) instanceof Declaration.Simple simple) {
        old.add(simple);
      }
      if (cursor.token == before) {
        cursor.advance();
      }
    }
    Statement.Compound body = parser.statements.functionBody();
    functionDepth--;
    cursor.insideFunction = insideFunction();
    cursor.functionEnd = body.end();
    diagnostics.function(outer);
    parser.scopes.pop();
    return new Declaration.FunctionDefinition(
        specifiers, declarator, label, TokenCursor.frozen(attributes), old, body);
  }

  private void declareParameters(Declarator declarator) {
    Declarator.Function function = function(declarator);
    if (function == null) {
      return;
    }
    switch (function.parameters()) {
      case Parameters.Prototype prototype -> {
        for (Parameters.Parameter parameter : prototype.parameters()) {
          declare(parameter.declarator().name());
          declareEnumerators(parameter.specifiers().type());
        }
      }
      case Parameters.Identifiers identifiers -> {
        for (Expr.Identifier identifier : identifiers.names()) {
          declare(identifier.name());
        }
      }
    }
  }

  private void declareEnumerators(TypeSpecifier type) {
    if (type instanceof TypeSpecifier.Enum enumeration && enumeration.enumerators() != null) {
      for (TypeSpecifier.Enumerator enumerator : enumeration.enumerators()) {
        declare(enumerator.name());
      }
    }
  }

  private void declare(@Nullable String name) {
    if (name != null) {
      parser.scopes.declare(cursor.identifiers().intern(name), false);
    }
  }

  // Others.

  /**
   * {@code _Static_assert}.
   *
   * @param semicolon whether to consume the semicolon: in a struct its loop does
   */
  Declaration.StaticAssert staticAssert(boolean semicolon) {
    int loc = cursor.advance().loc;
    int open = cursor.token.loc;
    Expr condition = new Expr.Erroneous(loc, loc);
    Expr.StringLiteral message = null;
    if (cursor.require(TokenKind.OPEN_PAREN, ParseDiagnostic.EXPECTED_OPEN_PAREN, 0)) {
      condition = parser.expressions.conditional();
      if (cursor.accept(TokenKind.COMMA)) {
        message = parser.expressions.requireString();
      } else if (!cursor.error && !parser.dialect.atLeast(Standard.C23)) {
        diagnostics.report(ParseDiagnostic.STATIC_ASSERT_WITHOUT_MESSAGE, loc);
      }
      cursor.skipUntil(TokenKind.CLOSE_PAREN, ParseDiagnostic.EXPECTED_CLOSE_PAREN, open);
    }
    int end = cursor.token.loc;
    if (semicolon) {
      cursor.skipUntil(TokenKind.SEMICOLON, ParseDiagnostic.EXPECTED_SEMICOLON, 0);
    }
    return new Declaration.StaticAssert(loc, end, condition, message);
  }

  private Declaration topLevelAsm() {
    int loc = cursor.advance().loc;
    while (cursor.is(TokenKind.KW_VOLATILE) || cursor.is(TokenKind.KW_INLINE)) {
      cursor.advance();
    }
    int open = cursor.token.loc;
    Expr.StringLiteral text = null;
    if (cursor.require(TokenKind.OPEN_PAREN, ParseDiagnostic.EXPECTED_OPEN_PAREN, 0)) {
      text = parser.expressions.requireString();
      cursor.skipUntil(TokenKind.CLOSE_PAREN, ParseDiagnostic.EXPECTED_CLOSE_PAREN, open);
    }
    int end = cursor.token.loc;
    cursor.skipUntil(TokenKind.SEMICOLON, ParseDiagnostic.EXPECTED_SEMICOLON, 0);
    return text == null
        ? new Declaration.Erroneous(loc, end)
        : new Declaration.TopLevelAsm(loc, end, text);
  }
}
