package dev.ferry.c.pp;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.diag.WarningOptions;
import dev.ferry.c.lex.Identifier;
import dev.ferry.c.lex.Lexer;
import dev.ferry.c.lex.Token;
import dev.ferry.c.lex.TokenKind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code #pragma} and {@code _Pragma} (C17 6.10.6, 6.10.9): those that concern tokens, files and
 * diagnostics are obeyed here, the others become one token each.
 */
final class Pragmas {
  private static final Object UNDEFINED = new Object();

  private final Preprocessor pp;
  private final Diagnostics diagnostics;
  private final Map<Identifier, Deque<Object>> pushedMacros = new HashMap<>();

  Pragmas(Preprocessor pp) {
    this.pp = pp;
    this.diagnostics = pp.diagnostics;
  }

  /** Reads the rest of a {@code #pragma} line; the token to deliver, or null. */
  @Nullable Token directive(Token hash, Lexer lexer) {
    TokenList line = new TokenList();
    for (Token token = lexer.next(); token.kind != TokenKind.END_OF_LINE; token = lexer.next()) {
      line.add(token);
    }
    lexer.endDirective();
    Token result = obey(hash.loc, line, lexer.location());
    if (result != null) {
      result.flags = hash.flags;
    } else if (pp.listener != null && line.size > 0) {
      pp.listener.lineStart(line.tokens[0]);
    }
    return result;
  }

  /** Performs {@code _Pragma("…")}; false where the operator stays in the text. */
  boolean operator(Token name) {
    Expander expander = pp.expander;
    if (pp.inDirective()) {
      return false;
    }
    expander.parsingArguments++;
    Token open = expander.nextReal();
    Token string = open.kind == TokenKind.OPEN_PAREN ? expander.nextReal() : open;
    Token close = string.kind == TokenKind.STRING ? expander.nextReal() : string;
    expander.parsingArguments--;
    if (close.kind != TokenKind.CLOSE_PAREN || string.kind != TokenKind.STRING) {
      diagnostics.report(PpDiagnostic.PRAGMA_OPERATOR_SYNTAX, name.loc);
      if (close.kind == TokenKind.END_OF_FILE) {
        expander.backUp(close);
      }
      expander.pushTokens(new Token(TokenKind.PADDING, 0, 0, null));
      return true;
    }
    byte[] text = destringize(string.bytes());
    Lexer lexer =
        new Lexer(
            Lexer.prepare(text, pp.pasteDialect),
            text.length,
            name.loc,
            pp.identifiers,
            pp.pasteDialect,
            diagnostics);
    lexer.quiet = true;
    lexer.inDirective = true;
    TokenList line = new TokenList();
    for (Token token = lexer.next();
        token.kind != TokenKind.END_OF_LINE && token.kind != TokenKind.END_OF_FILE;
        token = lexer.next()) {
      token.loc = name.loc;
      line.add(token);
    }
    Token result = obey(name.loc, line, name.loc);
    expander.pushTokens(result == null ? new Token(TokenKind.PADDING, 0, 0, null) : result);
    return true;
  }

  private static byte[] destringize(byte[] literal) {
    int start = 0;
    while (literal[start] != '"') {
      start++;
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int i = start + 1; i < literal.length - 1; i++) {
      if (literal[i] == '\\' && (literal[i + 1] == '"' || literal[i + 1] == '\\')) {
        i++;
      }
      text.write(literal[i]);
    }
    return text.toByteArray();
  }

  /** Obeys a pragma. {@code after} is the first location behind it. */
  private @Nullable Token obey(int start, TokenList line, int after) {
    String first = word(line, 0);
    int loc = line.size > 0 ? line.tokens[0].loc : start;
    boolean known =
        switch (first) {
          case "once" -> {
            once(loc);
            yield true;
          }
          case "push_macro" -> {
            pushMacro(line, loc);
            yield true;
          }
          case "pop_macro" -> {
            popMacro(line, loc);
            yield true;
          }
          case "GCC" -> gcc(loc, line, after);
          default -> false;
        };
    if (known && !isPassedOn(first, word(line, 1))) {
      return null;
    }
    if (isExpanded(first)) {
      expand(line);
    }
    if (first.equals("message") && !pp.options.textOutput) {
      message(line, loc);
      return null;
    }
    return new Token(TokenKind.PRAGMA, 0, start, line.toArray());
  }

  /** What text output keeps although it is obeyed here. */
  private boolean isPassedOn(String first, String second) {
    return pp.options.textOutput && first.equals("GCC") && second.equals("diagnostic");
  }

  private static boolean isExpanded(String first) {
    return switch (first) {
      case "pack", "redefine_extname", "message", "scalar_storage_order", "omp" -> true;
      default -> false;
    };
  }

  private void expand(TokenList line) {
    TokenList rest = new TokenList();
    for (int i = 1; i < line.size; i++) {
      rest.add(line.tokens[i]);
    }
    rest = pp.expander.expandList(rest);
    line.size = 1;
    boolean space = false;
    for (int i = 0; i < rest.size; i++) {
      Token token = rest.tokens[i];
      if (token.kind == TokenKind.PADDING) {
        space |= token.payload instanceof Token source && source.has(Token.SPACE_BEFORE);
      } else {
        token.flags |= space ? Token.SPACE_BEFORE : 0;
        space = false;
        line.add(token);
      }
    }
  }

  private static String word(TokenList line, int index) {
    return index < line.size && line.tokens[index].isIdentifier()
        ? line.tokens[index].spelling()
        : "";
  }

  private boolean gcc(int start, TokenList line, int after) {
    int loc = line.size > 2 ? line.tokens[2].loc : line.tokens[line.size - 1].loc;
    switch (word(line, 1)) {
      case "poison" -> poison(line);
      case "system_header" -> {
        FileState file = pp.file();
        if (file.includer == null) {
          diagnostics.report(PpDiagnostic.SYSTEM_HEADER_OUTSIDE, loc);
        } else {
          file.system = true;
          pp.sources.addSystemPragma(file.lexer.location());
        }
      }
      case "dependency" -> dependency(line, loc);
      case "warning", "error" -> {
        if (line.size != 3 || line.tokens[2].kind != TokenKind.STRING) {
          diagnostics.report(PpDiagnostic.PRAGMA_ARGUMENT, loc, "GCC " + line.tokens[1].spelling());
        } else {
          boolean error = word(line, 1).equals("error");
          diagnostics.report(
              error ? PpDiagnostic.PRAGMA_ERROR : PpDiagnostic.PRAGMA_WARNING,
              loc,
              text(line.tokens[2]));
        }
      }
      case "diagnostic" -> diagnostic(line, loc, after);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void once(int loc) {
    FileState file = pp.file();
    if (file.includer == null) {
      diagnostics.report(PpDiagnostic.ONCE_IN_MAIN, loc);
    }
    pp.search.markOnce(file.header);
  }

  private void poison(TokenList line) {
    for (int i = 2; i < line.size; i++) {
      Token token = line.tokens[i];
      if (!token.isIdentifier()) {
        diagnostics.report(PpDiagnostic.INVALID_POISON, token.loc);
        return;
      }
      Identifier name = token.identifier();
      if (name.macro != null) {
        diagnostics.report(PpDiagnostic.POISONING_MACRO, token.loc, name.name());
        name.macro = null;
      }
      name.poisoned = true;
    }
  }

  private void dependency(TokenList line, int loc) {
    if (line.size < 3 || line.tokens[2].kind != TokenKind.STRING) {
      diagnostics.report(PpDiagnostic.EXPECTS_FILENAME, loc, "pragma dependency");
      return;
    }
    String name = text(line.tokens[2]);
    HeaderSearch.Found found = pp.search.find(name, false, pp.file(), false);
    if (found == null) {
      diagnostics.report(PpDiagnostic.FILE_NOT_FOUND, line.tokens[2].loc, name, "");
    } else if (pp.files.lastModified(found.header().path)
        > pp.files.lastModified(pp.file().header.path)) {
      diagnostics.report(PpDiagnostic.DEPENDENCY_NEWER, line.tokens[2].loc, name);
    }
  }

  private @Nullable Identifier macroOperand(TokenList line, int loc) {
    if (line.size != 4
        || line.tokens[1].kind != TokenKind.OPEN_PAREN
        || line.tokens[2].kind != TokenKind.STRING
        || line.tokens[3].kind != TokenKind.CLOSE_PAREN) {
      diagnostics.report(PpDiagnostic.INVALID_PUSH_MACRO, loc, line.tokens[0].spelling());
      return null;
    }
    return pp.identifiers.intern(text(line.tokens[2]).trim());
  }

  private void pushMacro(TokenList line, int loc) {
    Identifier name = macroOperand(line, loc);
    if (name != null) {
      Object macro = name.macro;
      pushedMacros
          .computeIfAbsent(name, _ -> new ArrayDeque<>())
          .push(macro == null ? UNDEFINED : macro);
    }
  }

  private void popMacro(TokenList line, int loc) {
    Identifier name = macroOperand(line, loc);
    Deque<Object> pushed = name == null ? null : pushedMacros.get(name);
    if (name != null && pushed != null && !pushed.isEmpty()) {
      Object macro = pushed.pop();
      name.macro = macro == UNDEFINED ? null : macro;
    }
  }

  private void message(TokenList line, int loc) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < line.size; i++) {
      if (line.tokens[i].kind == TokenKind.STRING) {
        text.append(text(line.tokens[i]));
      }
    }
    diagnostics.report(PpDiagnostic.PRAGMA_MESSAGE, loc, text.toString());
  }

  /** The body of a plain string literal, escapes undone. */
  static String text(Token string) {
    return new String(destringize(string.bytes()), StandardCharsets.UTF_8);
  }

  private void diagnostic(TokenList line, int loc, int after) {
    String kind = word(line, 2);
    switch (kind) {
      case "push" -> diagnostics.push();
      case "pop" -> diagnostics.pop(after);
      case "error", "warning", "ignored" -> {
        if (line.size < 4 || line.tokens[3].kind != TokenKind.STRING) {
          diagnostics.report(PpDiagnostic.DIAGNOSTIC_PRAGMA_OPTION, loc);
          return;
        }
        String option = text(line.tokens[3]);
        if (!option.startsWith("-W")) {
          diagnostics.report(PpDiagnostic.DIAGNOSTIC_PRAGMA_OPTION, loc);
          return;
        }
        WarningOptions changed = diagnostics.current().copy();
        String flag = option.substring(2);
        changed.enable(flag, !kind.equals("ignored"));
        if (!kind.equals("ignored")) {
          changed.error(flag, kind.equals("error"));
        }
        diagnostics.change(after, changed);
      }
      case "ignored_attributes" -> {}
      default -> diagnostics.report(PpDiagnostic.DIAGNOSTIC_PRAGMA_KIND, loc);
    }
  }
}
