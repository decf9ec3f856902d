package dev.ferry.c.parse;

import dev.ferry.base.diag.Diagnostic;
import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.source.SourceMap;
import dev.ferry.c.lex.LexDiagnostic;
import dev.ferry.c.lex.Token;
import dev.ferry.c.lex.TokenKind;
import dev.ferry.c.pp.Preprocessor;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that belong to no token: reported, and then either left out or taken for what they were
 * meant to be, so that one wrong character is one error.
 */
final class StrayTokens {
  /** Characters of text processors and other keyboards, and the one that C has for them. */
  private static final Map<Integer, String> MEANT =
      Map.ofEntries(
          Map.entry(0x00a0, " "),
          Map.entry(0x200b, ""),
          Map.entry(0xfeff, ""),
          Map.entry(0x2018, "'"),
          Map.entry(0x2019, "'"),
          Map.entry(0x00b4, "'"),
          Map.entry(0x201c, "\""),
          Map.entry(0x201d, "\""),
          Map.entry(0x201e, "\""),
          Map.entry(0x00ab, "\""),
          Map.entry(0x00bb, "\""),
          Map.entry(0x2010, "-"),
          Map.entry(0x2013, "-"),
          Map.entry(0x2014, "-"),
          Map.entry(0x2212, "-"),
          Map.entry(0x00d7, "*"),
          Map.entry(0x00f7, "/"),
          Map.entry(0x2264, "<="),
          Map.entry(0x2265, ">="),
          Map.entry(0x2260, "!="));

  private final Preprocessor pp;
  private final Diagnostics diagnostics;
  private @Nullable Token pushedBack;

  /** Where the last one stood; NONE before the first. */
  int last = SourceMap.NONE;

  StrayTokens(Preprocessor pp) {
    this.pp = pp;
    this.diagnostics = pp.diagnostics();
  }

  Token next() {
    Token next = pushedBack;
    pushedBack = null;
    return next != null ? next : pp.next();
  }

  /** Reports a stray token; returns the token that takes its place, null for none. */
  @Nullable Token replace(Token stray) {
    if (stray.kind == TokenKind.HASH || stray.kind == TokenKind.HASH_HASH) {
      diagnostics.report(LexDiagnostic.STRAY_CHARACTER, stray.loc, stray.spelling());
      last = stray.loc;
      return null;
    }
    byte[] bytes = stray.bytes();
    String text = stray.spelling();
    int quote = text.indexOf('"');
    if (quote >= 0 && quote <= 2 || bytes[0] == '\'') {
      diagnostics.report(LexDiagnostic.MISSING_TERMINATOR, stray.loc, quote >= 0 ? "\"" : "'");
      last = stray.loc;
      return quote >= 0 ? constant(stray, TokenKind.STRING) : constant(stray, TokenKind.CHARACTER);
    }
    last = stray.loc;
    int c = bytes[0] < 0 ? text.codePointAt(0) : bytes[0];
    if (c > ' ' && c < 0x7f) {
      diagnostics.report(LexDiagnostic.STRAY_CHARACTER, stray.loc, (char) c);
      return null;
    }
    String meant = MEANT.get(c);
    Diagnostic diagnostic =
        diagnostics.report(LexDiagnostic.STRAY_CHARACTER, stray.loc, shown(c, bytes));
    if (meant == null) {
      return null;
    }
    diagnostic.fixIt(stray.loc, stray.loc + bytes.length, meant);
    diagnostic.note(stray.loc, "%s", explanation(c, meant));
    return meant.equals("\"") || meant.equals("'") ? quoted(stray, meant) : null;
  }

  private static String explanation(int c, String meant) {
    String name = Character.getName(c);
    return "this is the character U+%04X%s, %s"
        .formatted(
            c,
            name == null ? "" : " " + name.toLowerCase(Locale.ROOT),
            meant.isBlank() ? "which cannot be seen" : "not ‘" + meant + "’");
  }

  private static String shown(int c, byte[] bytes) {
    if (c >= 0xa0 && c != 0xfffd && Character.isValidCodePoint(c) && !Character.isISOControl(c)) {
      int type = Character.getType(c);
      return type == Character.FORMAT || c == 0xa0 ? "U+%04X".formatted(c) : Character.toString(c);
    }
    StringBuilder octal = new StringBuilder();
    for (byte b : bytes) {
      octal.append(String.format(Locale.ROOT, "\\%o", b & 0xff));
    }
    return octal.toString();
  }

  /** What stands between typographic quotes on one line is a literal. */
  private Token quoted(Token open, String meant) {
    SourceMap sources = diagnostics.sources();
    int line = sources.line(open.loc);
    while (true) {
      Token token = next();
      if (token.kind == TokenKind.END_OF_FILE || sources.line(token.loc) != line) {
        pushedBack = token;
        break;
      }
      boolean closes =
          token.kind == TokenKind.OTHER
              && token.bytes()[0] < 0
              && meant.equals(MEANT.get(token.spelling().codePointAt(0)));
      if (closes) {
        break;
      }
    }
    return constant(open, meant.equals("'") ? TokenKind.CHARACTER : TokenKind.STRING);
  }

  private static Token constant(Token at, TokenKind kind) {
    String text = kind == TokenKind.STRING ? "\" \"" : "' '";
    return new Token(kind, 0, at.loc, text.getBytes(StandardCharsets.US_ASCII));
  }
}
