package dev.ferry.c.pp;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.source.Position;
import dev.ferry.base.source.SourceMap;
import dev.ferry.c.lex.Lexer;
import dev.ferry.c.lex.Token;
import dev.ferry.c.lex.TokenKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The macros whose replacement is computed (C17 6.10.8, C23, GNU). */
final class BuiltinMacros {
  private final Preprocessor pp;
  private final Diagnostics diagnostics;
  private int counter;
  private @Nullable ZonedDateTime now;

  BuiltinMacros(Preprocessor pp) {
    this.pp = pp;
    this.diagnostics = pp.diagnostics;
  }

  void define() {
    for (Macro.Builtin builtin : Macro.Builtin.values()) {
      if (!pp.options.preprocessed || builtin == Macro.Builtin.PRAGMA) {
        var name = pp.identifiers.intern(builtin.name);
        name.macro = new Macro(name, builtin);
      }
    }
  }

  /**
   * Replaces {@code name}; false where it stays as it is.
   *
   * <p>The line of a name in an expansion is that of the outermost use, and within a call's
   * arguments that of the closing parenthesis, as in gcc.
   */
  boolean enter(Macro.Builtin builtin, Token name) {
    switch (builtin) {
      case LINE -> number(name, line(name.loc));
      case FILE -> string(name, fileName(name.loc));
      case FILE_NAME -> {
        String file = fileName(name.loc);
        string(name, file.substring(file.lastIndexOf('/') + 1));
      }
      case BASE_FILE -> string(name, remap(pp.options.mainFile));
      case INCLUDE_LEVEL -> number(name, includeLevel(name.loc));
      case DATE -> {
        diagnostics.report(PpDiagnostic.DATE_TIME, name.loc, "__DATE__");
        string(name, time().format(DateTimeFormatter.ofPattern("MMM ppd yyyy", Locale.ROOT)));
      }
      case TIME -> {
        diagnostics.report(PpDiagnostic.DATE_TIME, name.loc, "__TIME__");
        string(name, time().format(DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT)));
      }
      case TIMESTAMP -> {
        diagnostics.report(PpDiagnostic.DATE_TIME, name.loc, "__TIMESTAMP__");
        string(name, timestamp());
      }
      case COUNTER -> number(name, counter++);
      case HAS_INCLUDE, HAS_INCLUDE_NEXT, HAS_EMBED -> {
        if (!pp.inDirective()) {
          diagnostics.report(PpDiagnostic.OPERATOR_OUTSIDE, name.loc, builtin.name);
          return false;
        }
        hasInclude(builtin, name);
      }
      case HAS_ATTRIBUTE,
          HAS_C_ATTRIBUTE,
          HAS_CPP_ATTRIBUTE,
          HAS_BUILTIN,
          HAS_FEATURE,
          HAS_EXTENSION ->
          hasName(builtin, name);
      case PRAGMA -> {
        return pp.pragmas.operator(name);
      }
    }
    return true;
  }

  private int line(int loc) {
    return pp.sources.line(pp.expander.atBase() ? loc : pp.sources.fileLocation(loc));
  }

  private int includeLevel(int loc) {
    int level = 0;
    int at = pp.sources.includedAt(loc);
    while (at != SourceMap.NONE) {
      level++;
      at = pp.sources.includedAt(at);
    }
    return level;
  }

  private String fileName(int loc) {
    Position position = pp.sources.position(loc);
    return remap(position == null ? "" : position.file());
  }

  private String remap(String file) {
    String result = file;
    for (Map.Entry<String, String> entry : pp.options.prefixMap.entrySet()) {
      if (file.startsWith(entry.getKey())) {
        result = entry.getValue() + file.substring(entry.getKey().length());
      }
    }
    return result;
  }

  private ZonedDateTime time() {
    ZonedDateTime time = now;
    if (time == null) {
      long epoch = pp.options.sourceDateEpoch;
      time =
          epoch >= 0
              ? Instant.ofEpochSecond(epoch).atZone(ZoneOffset.UTC)
              : ZonedDateTime.now(ZoneId.systemDefault());
      now = time;
    }
    return time;
  }

  private String timestamp() {
    long epoch = pp.options.sourceDateEpoch;
    long modified = pp.files.lastModified(pp.file().header.path);
    ZonedDateTime time =
        epoch >= 0 || modified == 0
            ? time()
            : Instant.ofEpochMilli(modified).atZone(ZoneId.systemDefault());
    return time.format(DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT));
  }

  private void number(Token name, long value) {
    replace(name, TokenKind.NUMBER, Long.toString(value).getBytes(StandardCharsets.UTF_8));
  }

  private void string(Token name, String text) {
    StringBuilder literal = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        literal.append('\\');
      }
      literal.append(c);
    }
    replace(
        name, TokenKind.STRING, literal.append('"').toString().getBytes(StandardCharsets.UTF_8));
  }

  private void replace(Token name, TokenKind kind, byte[] spelling) {
    Token token = new Token(kind, 0, name.loc, spelling);
    TokenList list = new TokenList();
    list.add(token);
    pp.expander.locate(list, name.spelling(), name.loc);
    pp.expander.pushTokens(token);
  }

  private void hasInclude(Macro.Builtin builtin, Token name) {
    Lexer lexer = pp.file().lexer;
    Token open = pp.expander.nextReal();
    if (open.kind != TokenKind.OPEN_PAREN) {
      diagnostics.report(PpDiagnostic.MISSING_OPEN_PAREN_BEFORE_OPERAND, open.loc, builtin.name);
      pp.expander.backUp(open);
      number(name, 0);
      return;
    }
    Token token = pp.expander.atBase() ? lexer.nextHeaderName() : pp.expander.nextReal();
    String text =
        token.kind == TokenKind.END_OF_LINE
            ? null
            : pp.directives.headerName(token, builtin.name, lexer);
    if (text == null || text.length() <= 2) {
      if (token.kind == TokenKind.END_OF_LINE) {
        diagnostics.report(PpDiagnostic.OPERATOR_NEEDS_NAME, token.loc, builtin.name);
      }
      number(name, 0);
      return;
    }
    boolean angled = text.charAt(0) == '<';
    String file = text.substring(1, text.length() - 1);
    long value;
    if (builtin == Macro.Builtin.HAS_EMBED) {
      byte[] bytes = pp.search.findBytes(file, angled, pp.file());
      value = bytes == null ? 0 : bytes.length == 0 ? 2 : 1;
      value = skipEmbedParameters() ? value : 0;
    } else {
      boolean next = builtin == Macro.Builtin.HAS_INCLUDE_NEXT;
      value = pp.search.find(file, angled, pp.file(), next) != null ? 1 : 0;
    }
    Token close = pp.expander.nextReal();
    if (close.kind != TokenKind.CLOSE_PAREN) {
      diagnostics.report(PpDiagnostic.MISSING_CLOSE_PAREN_AFTER_OPERAND, close.loc, builtin.name);
      pp.expander.backUp(close);
    }
    number(name, value);
  }

  /** Whether all parameters are known ones. */
  private boolean skipEmbedParameters() {
    boolean known = true;
    int parens = 0;
    while (true) {
      Token token = pp.expander.nextReal();
      switch (token.kind) {
        case OPEN_PAREN -> parens++;
        case CLOSE_PAREN -> {
          if (parens-- == 0) {
            pp.expander.backUp(token);
            return known;
          }
        }
        case END_OF_LINE, END_OF_FILE -> {
          pp.expander.backUp(token);
          return known;
        }
        case IDENTIFIER ->
            known &=
                parens > 0
                    || switch (token.spelling()) {
                      case "limit",
                          "prefix",
                          "suffix",
                          "if_empty",
                          "__limit__",
                          "__prefix__",
                          "__suffix__",
                          "__if_empty__",
                          "gnu",
                          "__gnu__",
                          "offset" ->
                          true;
                      default -> false;
                    };
        default -> {}
      }
    }
  }

  private void hasName(Macro.Builtin builtin, Token name) {
    Token open = pp.expander.nextReal();
    if (open.kind != TokenKind.OPEN_PAREN) {
      diagnostics.report(PpDiagnostic.MISSING_OPEN_PAREN_BEFORE_OPERAND, open.loc, builtin.name);
      pp.expander.backUp(open);
      number(name, 0);
      return;
    }
    pp.expander.preventExpansion += builtin == Macro.Builtin.HAS_BUILTIN ? 1 : 0;
    Token first = pp.expander.nextReal();
    pp.expander.preventExpansion -= builtin == Macro.Builtin.HAS_BUILTIN ? 1 : 0;
    if (!first.isIdentifier()) {
      diagnostics.report(PpDiagnostic.OPERATOR_NEEDS_IDENTIFIER, first.loc, builtin.name);
      pp.expander.backUp(first);
      number(name, 0);
      return;
    }
    String namespace = null;
    String operand = KnownNames.plain(first.spelling());
    Token token = pp.expander.nextReal();
    if (token.kind == TokenKind.COLON_COLON || token.kind == TokenKind.COLON) {
      if (token.kind == TokenKind.COLON) {
        token = pp.expander.nextReal();
      }
      namespace = operand;
      operand = KnownNames.plain(pp.expander.nextReal().spelling());
      token = pp.expander.nextReal();
    }
    if (token.kind != TokenKind.CLOSE_PAREN) {
      diagnostics.report(PpDiagnostic.MISSING_CLOSE_PAREN_AFTER_OPERAND, token.loc, builtin.name);
      pp.expander.backUp(token);
    }
    number(name, value(builtin, namespace, operand, first.spelling()));
  }

  private long value(
      Macro.Builtin builtin, @Nullable String namespace, String operand, String spelling) {
    return switch (builtin) {
      case HAS_BUILTIN ->
          KnownNames.isOperator(spelling) || pp.options.builtins.test(spelling) ? 1 : 0;
      case HAS_FEATURE, HAS_EXTENSION -> KnownNames.isFeature(operand) ? 1 : 0;
      case HAS_C_ATTRIBUTE, HAS_CPP_ATTRIBUTE ->
          namespace == null
              ? KnownNames.standardAttribute(operand)
              : namespace.equals("gnu") && KnownNames.isGnuAttribute(operand) ? 1 : 0;
      default ->
          namespace == null || namespace.equals("gnu")
              ? KnownNames.isGnuAttribute(operand) ? 1 : 0
              : 0;
    };
  }
}
