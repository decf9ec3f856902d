package dev.ferry.c.pp;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.c.lex.Identifier;
import dev.ferry.c.lex.LexDiagnostic;
import dev.ferry.c.lex.Lexer;
import dev.ferry.c.lex.Standard;
import dev.ferry.c.lex.Token;
import dev.ferry.c.lex.TokenKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code #define} and {@code #undef} (C17 6.10.3). */
final class MacroReader {
  private final Preprocessor pp;
  private final Diagnostics diagnostics;
  private final Identifier vaArgs;
  private final Identifier vaOpt;

  // The definition being read.
  private final List<Identifier> parameters = new ArrayList<>();
  private boolean variadic;

  MacroReader(Preprocessor pp) {
    this.pp = pp;
    this.diagnostics = pp.diagnostics;
    this.vaArgs = pp.identifiers.intern("__VA_ARGS__");
    this.vaOpt = pp.identifiers.intern("__VA_OPT__");
  }

  /** Reads the macro name that {@code directive} needs; null after an error. */
  @Nullable Identifier name(Lexer lexer, String directive) {
    Token token = lexer.next();
    if (token.kind == TokenKind.END_OF_LINE) {
      diagnostics.report(PpDiagnostic.NO_MACRO_NAME, token.loc, directive);
      return null;
    }
    if (token.kind != TokenKind.IDENTIFIER) {
      diagnostics.report(PpDiagnostic.MACRO_NAME_NOT_IDENTIFIER, token.loc);
      return null;
    }
    Identifier name = token.identifier();
    boolean defines = directive.equals("define") || directive.equals("undef");
    if (defines && (name.name().equals("defined") || isOperator(name))) {
      diagnostics.report(PpDiagnostic.CANNOT_BE_MACRO_NAME, token.loc, name.name());
      return null;
    }
    if (defines && name.poisoned) {
      pp.usePoisoned(token);
      return null;
    }
    nameLoc = token.loc;
    return name;
  }

  private int nameLoc;

  private static boolean isOperator(Identifier name) {
    return name.macro instanceof Macro macro
        && macro.builtin != null
        && macro.builtin.compareTo(Macro.Builtin.HAS_INCLUDE) >= 0;
  }

  void undefine(Lexer lexer) {
    Identifier name = name(lexer, "undef");
    if (name == null) {
      lexer.skipLine();
      return;
    }
    if (name.macro instanceof Macro macro && macro.builtin != null) {
      diagnostics.report(PpDiagnostic.UNDEFINING, nameLoc, name.name());
    }
    if (pp.listener != null) {
      pp.listener.undefined(name, nameLoc);
    }
    name.macro = null;
    pp.directives.end(lexer, "undef");
  }

  void define(Lexer lexer) {
    Identifier name = name(lexer, "define");
    if (name == null) {
      lexer.skipLine();
      return;
    }
    int loc = nameLoc;
    Macro macro = read(lexer, name, loc);
    lexer.skipLine();
    if (macro == null) {
      return;
    }
    if (name.macro instanceof Macro old && !old.sameAs(macro)) {
      redefined(name, loc, old);
    }
    name.macro = macro;
    if (pp.listener != null) {
      pp.listener.defined(macro, loc);
    }
  }

  private void redefined(Identifier name, int loc, Macro old) {
    if (old.builtin != null) {
      diagnostics.report(PpDiagnostic.REDEFINING_BUILTIN, loc, name.name());
    } else {
      diagnostics
          .report(PpDiagnostic.REDEFINED, loc, name.name())
          .note(old.loc, "this is the location of the previous definition");
    }
  }

  private @Nullable Macro read(Lexer lexer, Identifier name, int loc) {
    parameters.clear();
    variadic = false;
    Token token = lexer.next();
    boolean functionLike = token.kind == TokenKind.OPEN_PAREN && !token.has(Token.SPACE_BEFORE);
    if (functionLike) {
      if (!readParameters(lexer)) {
        return null;
      }
      token = lexer.next();
    } else if (token.kind != TokenKind.END_OF_LINE && !token.has(Token.SPACE_BEFORE)) {
      boolean basic = token.kind == TokenKind.OTHER || token.isIdentifier();
      diagnostics.report(
          basic ? PpDiagnostic.MISSING_SPACE_AFTER_NAME : PpDiagnostic.C99_SPACE_AFTER_NAME,
          token.loc);
    }
    Token[] body = readBody(lexer, token, functionLike);
    return body == null
        ? null
        : new Macro(
            name,
            loc,
            functionLike,
            variadic,
            parameters.isEmpty() ? Macro.NO_PARAMETERS : parameters.toArray(Macro.NO_PARAMETERS),
            body);
  }

  private boolean readParameters(Lexer lexer) {
    while (true) {
      Token token = lexer.next();
      switch (token.kind) {
        case CLOSE_PAREN -> {
          if (parameters.isEmpty()) {
            return true;
          }
          return fail(PpDiagnostic.EXPECTED_PARAMETER, token);
        }
        case ELLIPSIS -> {
          if (!pp.options.dialect.atLeast(Standard.C99)) {
            diagnostics.report(PpDiagnostic.VARIADIC_C90, token.loc);
          }
          parameters.add(vaArgs);
          return endVariadic(lexer);
        }
        case IDENTIFIER -> {
          if (!addParameter(token)) {
            return false;
          }
        }
        default -> {
          return fail(PpDiagnostic.EXPECTED_PARAMETER, token);
        }
      }
      Token separator = lexer.next();
      switch (separator.kind) {
        case CLOSE_PAREN -> {
          return true;
        }
        case COMMA -> {}
        case ELLIPSIS -> {
          diagnostics.report(PpDiagnostic.NAMED_VARIADIC, separator.loc);
          return endVariadic(lexer);
        }
        default -> {
          return fail(PpDiagnostic.EXPECTED_COMMA_OR_PAREN, separator);
        }
      }
    }
  }

  private boolean addParameter(Token token) {
    Identifier parameter = token.identifier();
    if (parameters.contains(parameter)) {
      diagnostics.report(PpDiagnostic.DUPLICATE_PARAMETER, token.loc, parameter.name());
      return false;
    }
    if (parameter.poisoned) {
      pp.usePoisoned(token);
    }
    parameters.add(parameter);
    return true;
  }

  private boolean endVariadic(Lexer lexer) {
    variadic = true;
    Token token = lexer.next();
    return token.kind == TokenKind.CLOSE_PAREN
        || fail(PpDiagnostic.EXPECTED_PAREN_AFTER_ELLIPSIS, token);
  }

  private boolean fail(PpDiagnostic kind, Token token) {
    if (token.kind == TokenKind.END_OF_LINE) {
      diagnostics.report(
          kind == PpDiagnostic.EXPECTED_PARAMETER
              ? PpDiagnostic.EXPECTED_PARAMETER_BEFORE_END
              : PpDiagnostic.EXPECTED_PAREN_BEFORE_END,
          token.loc);
    } else {
      diagnostics.report(kind, token.loc, token.spelling());
    }
    return false;
  }

  /** Reads the replacement list that starts with {@code token}; null after an error. */
  /** Each use will be an error: the place to mend is here. */
  private void warnOfLoneQuote(Token token) {
    String text = token.spelling();
    int quote = text.indexOf('"');
    if (quote >= 0 && quote <= 2) {
      diagnostics.report(LexDiagnostic.LONE_QUOTE, token.loc, "\"");
    } else if (text.startsWith("'")) {
      diagnostics.report(LexDiagnostic.LONE_QUOTE, token.loc, "'");
    }
  }

  private Token @Nullable [] readBody(Lexer lexer, Token token, boolean functionLike) {
    TokenList body = new TokenList();
    boolean pending = false;
    Token hash = null;
    for (; token.kind != TokenKind.END_OF_LINE; token = lexer.next()) {
      if (body.size == 0 && hash == null) {
        token.flags &= ~Token.SPACE_BEFORE;
      }
      token.flags &= ~Token.LINE_START;
      if (token.kind == TokenKind.OTHER && !pp.options.dialect.assembler()) {
        warnOfLoneQuote(token);
      }
      if (token.kind == TokenKind.HASH_HASH) {
        if (body.size == 0) {
          diagnostics.report(PpDiagnostic.PASTE_AT_END, token.loc);
          return null;
        }
        body.last().flags |= Token.PASTE_LEFT;
        pending = true;
        continue;
      }
      pending = false;
      if (functionLike) {
        if (hash != null && !isOperand(token)) {
          diagnostics.report(PpDiagnostic.HASH_WITHOUT_PARAMETER, hash.loc);
          return null;
        }
        if (token.kind == TokenKind.HASH) {
          hash = token;
          continue;
        }
        markParameter(token);
        if (hash != null) {
          token.flags =
              token.flags & ~Token.SPACE_BEFORE | Token.STRINGIFY | hash.flags & Token.SPACE_BEFORE;
          token.loc = hash.loc;
          hash = null;
        }
      }
      if (token.isIdentifier()
          && token.identifier().poisoned
          && token.kind != TokenKind.PARAMETER
          && token.payload != vaOpt) {
        pp.usePoisoned(token);
      }
      body.add(token);
    }
    if (hash != null) {
      diagnostics.report(PpDiagnostic.HASH_WITHOUT_PARAMETER, hash.loc);
      return null;
    }
    if (pending) {
      diagnostics.report(PpDiagnostic.PASTE_AT_END, token.loc);
      return null;
    }
    if (variadic && !matchVaOpt(body)) {
      return null;
    }
    return body.toArray();
  }

  private boolean isOperand(Token token) {
    return token.kind == TokenKind.IDENTIFIER
        && (parameters.contains(token.identifier()) || variadic && token.payload == vaOpt);
  }

  private void markParameter(Token token) {
    if (token.kind == TokenKind.IDENTIFIER && !parameters.isEmpty()) {
      int index = parameters.indexOf(token.identifier());
      if (index >= 0) {
        token.kind = TokenKind.PARAMETER;
        token.parameter = index;
      }
    }
  }

  /** Finds the closing parenthesis of each {@code __VA_OPT__} (C23 6.10.5.1). */
  private boolean matchVaOpt(TokenList body) {
    int inside = -1;
    for (int i = 0; i < body.size; i++) {
      Token token = body.tokens[i];
      if (token.payload != vaOpt || token.kind != TokenKind.IDENTIFIER) {
        continue;
      }
      if (i < inside) {
        diagnostics.report(PpDiagnostic.VA_OPT_NESTED, token.loc);
        return false;
      }
      int close = closing(body, i + 1);
      if (close < 0) {
        diagnostics.report(PpDiagnostic.VA_OPT_UNTERMINATED, token.loc);
        return false;
      }
      if (close > i + 2 && body.tokens[close - 1].has(Token.PASTE_LEFT)) {
        diagnostics.report(PpDiagnostic.PASTE_AT_END, body.tokens[close - 1].loc);
        return false;
      }
      token.flags |= Token.VA_OPT;
      token.parameter = close;
      inside = close;
    }
    return true;
  }

  private static int closing(TokenList body, int open) {
    if (open >= body.size || body.tokens[open].kind != TokenKind.OPEN_PAREN) {
      return -1;
    }
    int depth = 0;
    for (int i = open; i < body.size; i++) {
      if (body.tokens[i].kind == TokenKind.OPEN_PAREN) {
        depth++;
      } else if (body.tokens[i].kind == TokenKind.CLOSE_PAREN && --depth == 0) {
        return i;
      }
    }
    return -1;
  }
}
