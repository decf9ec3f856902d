package dev.ferry.c.pp;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.c.lex.Identifier;
import dev.ferry.c.lex.LexDiagnostic;
import dev.ferry.c.lex.Lexer;
import dev.ferry.c.lex.Token;
import dev.ferry.c.lex.TokenKind;
import dev.ferry.c.pp.FileState.Conditional;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Obeys preprocessing directives (C17 6.10, C23, GNU). */
final class Directives {
  private static final String[] NAMES = {
    "define",
    "include",
    "endif",
    "ifdef",
    "if",
    "else",
    "ifndef",
    "undef",
    "line",
    "elif",
    "elifdef",
    "elifndef",
    "error",
    "pragma",
    "warning",
    "include_next",
    "ident",
    "import",
    "assert",
    "unassert",
    "sccs",
    "embed"
  };

  private final Preprocessor pp;
  private final Diagnostics diagnostics;
  private final MacroReader macros;
  private final ConditionEvaluator conditions;
  private final Embed embed;

  Directives(Preprocessor pp) {
    this.pp = pp;
    this.diagnostics = pp.diagnostics;
    this.macros = new MacroReader(pp);
    this.conditions = new ConditionEvaluator(pp);
    this.embed = new Embed(pp);
  }

  /**
   * Obeys the directive behind {@code hash}.
   *
   * @return a token to deliver: a pragma, padding before an embedded resource, or {@code hash}
   *     itself where this is no directive after all; null otherwise
   */
  @Nullable Token handle(Token hash) {
    Expander expander = pp.expander;
    int prevent = expander.preventExpansion;
    int parsing = expander.parsingArguments;
    expander.preventExpansion = 0;
    expander.parsingArguments = 0;
    Lexer lexer = pp.file().lexer;
    boolean comments = lexer.keepComments;
    lexer.keepComments = false;
    lexer.inDirective = true;
    if (parsing == 2) {
      diagnostics.report(PpDiagnostic.DIRECTIVE_IN_ARGUMENTS, hash.loc);
    }
    Token name = lexer.next();
    Token result = null;
    switch (name.kind) {
      case END_OF_LINE -> lexer.endDirective();
      case NUMBER -> {
        if (pp.options.dialect.assembler() && !pp.options.preprocessed) {
          result = notADirective(lexer, hash, name);
        } else {
          lineMarker(name, lexer);
        }
      }
      case IDENTIFIER -> result = named(hash, name, lexer);
      default -> {
        if (pp.options.dialect.assembler()) {
          result = notADirective(lexer, hash, name);
        } else {
          diagnostics.report(PpDiagnostic.INVALID_DIRECTIVE, name.loc, name.spelling());
          lexer.skipLine();
        }
      }
    }
    if (result == null) {
      expander.abandon();
    }
    lexer.keepComments = comments;
    expander.preventExpansion = prevent;
    expander.parsingArguments = parsing;
    return result;
  }

  private Token notADirective(Lexer lexer, Token hash, Token name) {
    lexer.inDirective = false;
    pp.backUp(name);
    if (pp.listener != null) {
      pp.listener.lineStart(hash);
    }
    return hash;
  }

  private @Nullable Token named(Token hash, Token name, Lexer lexer) {
    String directive = name.spelling();
    if (pp.options.preprocessed && !directive.equals("pragma")) {
      if (directive.equals("ident")) {
        lexer.skipLine();
        return null;
      }
      return notADirective(lexer, hash, name);
    }
    FileState file = pp.file();
    switch (directive) {
      case "ifndef", "if" -> {}
      default -> file.outside = true;
    }
    switch (directive) {
      case "define" -> macros.define(lexer);
      case "undef" -> macros.undefine(lexer);
      case "include", "include_next", "import" -> include(name, directive, lexer);
      case "if" -> open(name, directive, conditions.evaluate("if", name.loc), guardOfIf(), lexer);
      case "ifdef", "ifndef" -> ifdef(name, directive, lexer);
      case "elif", "else", "elifdef", "elifndef" -> alternative(name, directive, lexer);
      case "endif" -> endif(name, lexer);
      case "error", "warning" -> message(name, directive, lexer);
      case "line" -> line(lexer);
      case "pragma" -> {
        return pp.pragmas.directive(hash, lexer);
      }
      case "embed" -> {
        return embed.directive(name, lexer);
      }
      case "ident", "sccs" -> {
        Token text = lexer.next();
        if (pp.listener != null && text.kind == TokenKind.STRING) {
          pp.listener.ident(text.spelling(), name.loc);
        }
        lexer.skipLine();
      }
      case "assert", "unassert" -> lexer.skipLine();
      default -> {
        if (pp.options.dialect.assembler()) {
          return notADirective(lexer, hash, name);
        }
        unknown(name, directive);
        lexer.skipLine();
      }
    }
    return null;
  }

  private void unknown(Token name, String directive) {
    String best = dev.ferry.base.diag.Spelling.closest(directive, NAMES);
    if (best == null) {
      diagnostics.report(PpDiagnostic.INVALID_DIRECTIVE, name.loc, directive);
    } else {
      diagnostics
          .report(PpDiagnostic.INVALID_DIRECTIVE_DID_YOU_MEAN, name.loc, directive, best)
          .fixIt(name.loc, name.loc + directive.length(), best);
    }
  }

  /** Ends a directive that takes no more tokens. */
  void end(Lexer lexer, String directive) {
    Token token = lexer.next();
    if (token.kind != TokenKind.END_OF_LINE) {
      diagnostics.report(PpDiagnostic.EXTRA_TOKENS, token.loc, directive);
      lexer.skipLine();
    } else {
      lexer.endDirective();
    }
  }

  // Conditionals (6.10.1).

  private @Nullable Identifier guardOfIf() {
    return conditions.guard();
  }

  private void open(
      Token name, String directive, boolean taken, @Nullable Identifier guard, Lexer lexer) {
    FileState file = pp.file();
    lexer.skipLine();
    Conditional conditional = new Conditional(name.loc, directive, taken, file.conditional);
    if (!file.outside && file.guard == null && file.conditional == null) {
      conditional.guard = guard;
    }
    file.outside = true;
    file.conditional = conditional;
    if (!taken) {
      skip(file);
    }
  }

  private void ifdef(Token name, String directive, Lexer lexer) {
    Identifier identifier = macros.name(lexer, directive);
    if (identifier == null) {
      open(name, directive, false, null, lexer);
      return;
    }
    boolean defined = identifier.macro != null;
    markUsed(identifier);
    Token next = lexer.next();
    if (next.kind != TokenKind.END_OF_LINE) {
      diagnostics.report(PpDiagnostic.EXTRA_TOKENS, next.loc, directive);
    }
    boolean negated = directive.equals("ifndef");
    open(name, directive, defined != negated, negated ? identifier : null, lexer);
  }

  private static void markUsed(Identifier identifier) {
    if (identifier.macro instanceof Macro macro) {
      macro.used = true;
    }
  }

  /** An {@code #elif} and the like that ends a taken group: the rest is skipped. */
  private void alternative(Token name, String directive, Lexer lexer) {
    FileState file = pp.file();
    Conditional conditional = file.conditional;
    lexer.skipLine();
    if (conditional == null) {
      diagnostics.report(PpDiagnostic.WITHOUT_IF, name.loc, directive);
      return;
    }
    conditional.guard = null;
    checkAfterElse(conditional, name, directive);
    conditional.sawElse |= directive.equals("else");
    conditional.name = directive;
    skip(file);
  }

  private void checkAfterElse(Conditional conditional, Token name, String directive) {
    if (conditional.sawElse) {
      diagnostics
          .report(PpDiagnostic.AFTER_ELSE, name.loc, directive)
          .note(conditional.loc, "the conditional began here");
    }
  }

  private void endif(Token name, Lexer lexer) {
    FileState file = pp.file();
    end(lexer, "endif");
    Conditional conditional = file.conditional;
    if (conditional == null) {
      diagnostics.report(PpDiagnostic.WITHOUT_IF, name.loc, "endif");
      return;
    }
    close(file, conditional);
  }

  private static void close(FileState file, Conditional conditional) {
    file.conditional = conditional.outer;
    if (conditional.guard != null) {
      file.guard = conditional.guard;
      file.outside = false;
    }
  }

  /** Skips groups of the innermost conditional until one is taken or it ends. */
  private void skip(FileState file) {
    Lexer lexer = file.lexer;
    int nested = 0;
    while (lexer.skipToDirective()) {
      lexer.inDirective = true;
      lexer.quiet = true;
      Token name = lexer.next();
      lexer.quiet = false;
      String directive = name.kind == TokenKind.IDENTIFIER ? name.spelling() : "";
      switch (directive) {
        case "if", "ifdef", "ifndef" -> {
          nested++;
          lexer.skipLine();
        }
        case "endif" -> {
          if (nested == 0) {
            end(lexer, "endif");
            if (file.conditional != null) {
              close(file, file.conditional);
            }
            return;
          }
          nested--;
          lexer.skipLine();
        }
        case "else", "elif", "elifdef", "elifndef" -> {
          if (nested > 0) {
            lexer.skipLine();
          } else if (tryAlternative(file, name, directive)) {
            return;
          }
        }
        default -> {
          if (name.kind == TokenKind.END_OF_LINE) {
            lexer.endDirective();
          } else {
            lexer.skipLine();
          }
        }
      }
    }
  }

  /** Whether the group behind this directive is taken. */
  private boolean tryAlternative(FileState file, Token name, String directive) {
    Lexer lexer = file.lexer;
    Conditional conditional = file.conditional;
    if (conditional == null) {
      lexer.skipLine();
      return true;
    }
    conditional.guard = null;
    checkAfterElse(conditional, name, directive);
    conditional.name = directive;
    if (directive.equals("else")) {
      conditional.sawElse = true;
      end(lexer, "else");
      if (conditional.taken) {
        return false;
      }
      conditional.taken = true;
      return true;
    }
    boolean value = false;
    if (!conditional.taken) {
      if (directive.equals("elif")) {
        value = conditions.evaluate("elif", name.loc);
      } else {
        Identifier identifier = macros.name(lexer, directive);
        if (identifier != null) {
          markUsed(identifier);
          value = identifier.macro != null != directive.equals("elifndef");
        }
      }
    }
    lexer.skipLine();
    conditional.taken |= value;
    return value;
  }

  /** Reports the conditionals that are still open at the end of a file. */
  void checkConditionals(FileState file) {
    for (Conditional c = file.conditional; c != null; c = c.outer) {
      diagnostics.report(PpDiagnostic.UNTERMINATED_CONDITIONAL, c.loc, c.name);
    }
    file.conditional = null;
  }

  // Inclusion (6.10.2).

  private void include(Token name, String directive, Lexer lexer) {
    Token token = lexer.nextHeaderName();
    int loc = token.loc;
    String text = headerName(token, directive, lexer);
    if (text == null) {
      lexer.skipLine();
      return;
    }
    Token rest = lexer.next();
    if (rest.kind != TokenKind.END_OF_LINE
        && (token.kind == TokenKind.HEADER_NAME || token.kind == TokenKind.STRING)) {
      diagnostics.report(PpDiagnostic.EXTRA_TOKENS, rest.loc, directive);
    }
    lexer.skipLine();
    boolean angled = text.charAt(0) == '<';
    String file = text.substring(1, text.length() - 1);
    if (file.isEmpty()) {
      diagnostics.report(PpDiagnostic.EMPTY_FILENAME, loc, directive);
      return;
    }
    if (pp.listener != null) {
      pp.listener.included(directive + " " + text, name.loc);
    }
    FileState from = pp.file();
    boolean next = directive.equals("include_next");
    if (next) {
      diagnostics.report(PpDiagnostic.INCLUDE_NEXT_EXTENSION, name.loc);
    }
    if (next && from.includer == null) {
      diagnostics.report(PpDiagnostic.INCLUDE_NEXT_IN_MAIN, name.loc);
    }
    HeaderSearch.Found found = pp.search.find(file, angled, from, next);
    if (found == null && pp.options.missingHeadersAreMade) {
      pp.missing(file);
      return;
    }
    if (found == null) {
      diagnostics.report(
          PpDiagnostic.FILE_NOT_FOUND, loc, file, angled ? KnownHeaders.hint(file) : "");
      return;
    }
    if (directive.equals("import")) {
      if (pp.search.isOnceAndSeen(found.header())) {
        return;
      }
      pp.search.markOnce(found.header());
      push(found, name.loc);
      return;
    }
    enter(found, name.loc);
  }

  private void enter(HeaderSearch.Found found, int loc) {
    HeaderSearch.Header header = found.header();
    if (header.guard != null && header.guard.macro != null || pp.search.isOnceAndSeen(header)) {
      return;
    }
    push(found, loc);
  }

  private void push(HeaderSearch.Found found, int loc) {
    int depth = pp.file().depth;
    if (depth >= pp.options.maxIncludeDepth) {
      diagnostics.report(PpDiagnostic.INCLUDE_TOO_DEEP, loc, depth, pp.options.maxIncludeDepth);
    }
    pp.enter(found.header(), found.chainIndex(), loc, found.system());
  }

  /** {@code -include} and the implicit {@code stdc-predef.h}, which may be missing. */
  void includeFromCommandLine(String name, boolean predefined, int loc) {
    HeaderSearch.Found found = pp.search.find(name, predefined, null, false);
    if (found != null) {
      pp.enter(found.header(), found.chainIndex(), loc, found.system());
    } else if (!predefined) {
      diagnostics.report(PpDiagnostic.FILE_NOT_FOUND, loc, name, "");
    }
  }

  /** The header name with its delimiters, macros expanded (6.10.2p4); null after an error. */
  @Nullable String headerName(Token token, String directive, Lexer lexer) {
    if (token.kind == TokenKind.HEADER_NAME || isPlainString(token)) {
      return token.spelling();
    }
    int loc = token.loc;
    pp.expander.pushTokens(token);
    Token first = pp.expander.nextReal();
    if (isPlainString(first)) {
      return first.spelling();
    }
    if (first.kind == TokenKind.LESS) {
      StringBuilder text = new StringBuilder("<");
      while (true) {
        Token next = pp.expander.nextReal();
        if (next.kind == TokenKind.GREATER) {
          return text.append('>').toString();
        }
        if (next.kind == TokenKind.END_OF_LINE || next.kind == TokenKind.END_OF_FILE) {
          break;
        }
        text.append(next.has(Token.SPACE_BEFORE) ? " " : "").append(next.spelling());
      }
    }
    if (first.kind == TokenKind.LESS) {
      diagnostics.report(LexDiagnostic.MISSING_TERMINATOR, loc, ">");
    } else {
      diagnostics.report(PpDiagnostic.EXPECTS_FILENAME, loc, directive);
    }
    return null;
  }

  private static boolean isPlainString(Token token) {
    return token.kind == TokenKind.STRING && token.bytes()[0] == '"';
  }

  // Messages, line control (6.10.4, 6.10.5).

  private void message(Token name, String directive, Lexer lexer) {
    StringBuilder text = new StringBuilder();
    boolean quiet = lexer.quiet;
    lexer.quiet = true;
    for (Token token = lexer.next(); token.kind != TokenKind.END_OF_LINE; token = lexer.next()) {
      boolean space = token.has(Token.SPACE_BEFORE) || text.isEmpty();
      text.append(space ? " " : "").append(token.spelling());
    }
    lexer.quiet = quiet;
    lexer.endDirective();
    boolean error = directive.equals("error");
    diagnostics.report(
        error ? PpDiagnostic.USER_ERROR : PpDiagnostic.USER_WARNING, name.loc, text.toString());
  }

  private void line(Lexer lexer) {
    Token number = pp.expander.nextReal();
    if (number.kind == TokenKind.END_OF_LINE) {
      diagnostics.report(PpDiagnostic.LINE_UNEXPECTED_END, number.loc);
      lexer.endDirective();
      return;
    }
    long line = decimal(number);
    if (line == 0 || line > Integer.MAX_VALUE) {
      diagnostics.report(PpDiagnostic.LINE_OUT_OF_RANGE, number.loc);
    }
    if (line < 0) {
      diagnostics.report(PpDiagnostic.LINE_NOT_NUMBER, number.loc, number.spelling());
      lexer.skipLine();
      return;
    }
    Token name = pp.expander.nextReal();
    String file = null;
    if (isPlainString(name)) {
      file = unescape(name);
    } else if (name.kind != TokenKind.END_OF_LINE) {
      diagnostics.report(PpDiagnostic.LINE_BAD_FILENAME, name.loc, name.spelling());
      lexer.skipLine();
      return;
    }
    lexer.skipLine();
    pp.sources.addLineDirective(lexer.location(), (int) Math.min(line, Integer.MAX_VALUE), file);
    if (pp.listener != null) {
      pp.listener.renamed(lexer.location());
    }
  }

  /** {@code # 12 "file" flags}, as preprocessed text holds. */
  private void lineMarker(Token number, Lexer lexer) {
    int line = (int) Math.min(decimal(number), Integer.MAX_VALUE);
    Token name = lexer.next();
    if (line < 0 || name.kind != TokenKind.END_OF_LINE && !isPlainString(name)) {
      diagnostics.report(
          line < 0 ? PpDiagnostic.LINE_NOT_NUMBER : PpDiagnostic.LINE_BAD_FILENAME,
          line < 0 ? number.loc : name.loc,
          line < 0 ? number.spelling() : name.spelling());
      lexer.skipLine();
      return;
    }
    boolean system = false;
    if (name.kind != TokenKind.END_OF_LINE) {
      for (Token flag = lexer.next(); flag.kind != TokenKind.END_OF_LINE; flag = lexer.next()) {
        system |= decimal(flag) == 3;
      }
    }
    lexer.skipLine();
    String file = name.kind == TokenKind.STRING ? unescape(name) : null;
    pp.sources.addLineDirective(lexer.location(), line, file, system);
    if (pp.listener != null) {
      pp.listener.renamed(lexer.location());
    }
  }

  /** The value of a decimal number, -1 if it is none; what is too large stays large. */
  private static long decimal(Token token) {
    if (token.kind != TokenKind.NUMBER) {
      return -1;
    }
    long value = 0;
    for (byte c : token.bytes()) {
      if (c < '0' || c > '9') {
        return -1;
      }
      value = Math.min(value * 10 + (c - '0'), 1L << 40);
    }
    return value;
  }

  private static String unescape(Token string) {
    byte[] text = string.bytes();
    StringBuilder name = new StringBuilder();
    String body = new String(text, 1, text.length - 2, StandardCharsets.UTF_8);
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      name.append(c == '\\' && i + 1 < body.length() ? body.charAt(++i) : c);
    }
    return name.toString();
  }
}
