package dev.ferry.c.pp;

import dev.ferry.c.lex.Lexer;
import dev.ferry.c.lex.Token;
import dev.ferry.c.lex.TokenKind;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** {@code #embed} (C23 6.10.4): a resource's bytes as a list of integer constants. */
final class Embed {
  private final Preprocessor pp;

  // The parameters of the directive being read.
  private long limit;
  private long offset;
  private @Nullable TokenList prefix;
  private @Nullable TokenList suffix;
  private @Nullable TokenList ifEmpty;

  Embed(Preprocessor pp) {
    this.pp = pp;
  }

  @Nullable Token directive(Token name, Lexer lexer) {
    Token header = lexer.nextHeaderName();
    String text = pp.directives.headerName(header, "embed", lexer);
    if (text == null) {
      lexer.skipLine();
      return null;
    }
    limit = Long.MAX_VALUE;
    offset = 0;
    prefix = null;
    suffix = null;
    ifEmpty = null;
    boolean good = readParameters();
    lexer.skipLine();
    if (!good) {
      return null;
    }
    byte[] bytes =
        pp.search.findBytes(text.substring(1, text.length() - 1), text.charAt(0) == '<', pp.file());
    if (bytes == null) {
      pp.diagnostics.report(
          PpDiagnostic.FILE_NOT_FOUND, header.loc, text.substring(1, text.length() - 1), "");
      return null;
    }
    TokenList tokens = tokens(bytes, name.loc);
    if (tokens.size == 0) {
      return null;
    }
    pp.expander.pushTokens(tokens.toArray());
    return new Token(TokenKind.PADDING, 0, 0, null);
  }

  private TokenList tokens(byte[] bytes, int loc) {
    TokenList tokens = new TokenList();
    int first = (int) Math.min(offset, bytes.length);
    int count = (int) Math.min(limit, bytes.length - first);
    if (count == 0) {
      addAll(tokens, ifEmpty, loc);
      return tokens;
    }
    addAll(tokens, prefix, loc);
    byte[][] spellings = new byte[256][];
    for (int i = 0; i < count; i++) {
      int value = bytes[first + i] & 0xff;
      if (spellings[value] == null) {
        spellings[value] = Integer.toString(value).getBytes(StandardCharsets.UTF_8);
      }
      if (i > 0) {
        tokens.add(new Token(TokenKind.COMMA, 0, loc, null));
      }
      tokens.add(new Token(TokenKind.NUMBER, 0, loc, spellings[value]));
    }
    addAll(tokens, suffix, loc);
    return tokens;
  }

  private static void addAll(TokenList tokens, @Nullable TokenList more, int loc) {
    for (int i = 0; more != null && i < more.size; i++) {
      tokens.add(more.tokens[i].at(loc));
    }
  }

  private boolean readParameters() {
    while (true) {
      Token token = pp.expander.nextReal();
      if (token.kind == TokenKind.END_OF_LINE) {
        return true;
      }
      String name = KnownNames.plain(token.spelling());
      Token open = pp.expander.nextReal();
      while (open.kind == TokenKind.COLON || open.kind == TokenKind.COLON_COLON) {
        Token part = pp.expander.nextReal();
        if (part.kind != TokenKind.COLON) {
          name = name + "::" + KnownNames.plain(part.spelling());
          open = pp.expander.nextReal();
        } else {
          open = part;
        }
      }
      if (open.kind != TokenKind.OPEN_PAREN) {
        pp.diagnostics.report(PpDiagnostic.EMBED_SYNTAX, open.loc);
        return false;
      }
      TokenList operand = operand();
      switch (name) {
        case "limit" -> limit = number(operand, open);
        case "gnu::offset" -> offset = number(operand, open);
        case "prefix" -> prefix = operand;
        case "suffix" -> suffix = operand;
        case "if_empty" -> ifEmpty = operand;
        default -> {
          pp.diagnostics.report(PpDiagnostic.EMBED_PARAMETER, token.loc, name);
          return false;
        }
      }
      if (limit < 0 || offset < 0) {
        pp.diagnostics.report(PpDiagnostic.HAS_EMBED_LIMIT, open.loc);
        return false;
      }
    }
  }

  private TokenList operand() {
    TokenList operand = new TokenList();
    int parens = 0;
    while (true) {
      Token token = pp.expander.nextReal();
      if (token.kind == TokenKind.END_OF_LINE
          || token.kind == TokenKind.CLOSE_PAREN && parens == 0) {
        return operand;
      }
      parens += token.kind == TokenKind.OPEN_PAREN ? 1 : 0;
      parens -= token.kind == TokenKind.CLOSE_PAREN ? 1 : 0;
      operand.add(token);
    }
  }

  /** The value of a constant expression that was read already. */
  private long number(TokenList operand, Token at) {
    operand.add(new Token(TokenKind.END_OF_LINE, 0, at.loc, null));
    pp.expander.pushTokens(operand.toArray());
    return new ConditionEvaluator(pp).value("embed", at.loc);
  }
}
