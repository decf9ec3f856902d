package dev.ferry.c.parse;

import dev.ferry.base.diag.Diagnostic;
import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.source.Position;
import dev.ferry.base.source.SourceMap;
import dev.ferry.c.lex.Token;
import dev.ferry.c.lex.TokenKind;
import dev.ferry.c.pp.Preprocessor;
import dev.ferry.c.syntax.Declaration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parser's view of the token stream: a current token, a few ahead, and the rules of error
 * recovery. After an error no other is reported until a skip has found a place to go on from, as in
 * gcc's parser: that is what keeps one mistake one message.
 */
final class TokenCursor {
  final Diagnostics diagnostics;
  final PragmaReader pragmas;
  private final Preprocessor pp;
  private final StrayTokens strays;
  private Token[] ahead = new Token[8];
  private int aheadStart;
  private int aheadCount;

  /** The current token, and its kind. */
  Token token;

  TokenKind kind;

  /** The location of the token before it. */
  int previous;

  /** The start of the construct begun last. */
  private int marked;

  private TokenKind previousKind = TokenKind.END_OF_FILE;

  /** An error was reported and nothing has been skipped yet. */
  boolean error;

  /** Errors are noted but not reported: what follows a first one in a list of members. */
  boolean quiet;

  /** The token that the last reported error stood at: of one place one error is enough. */
  private @Nullable Token reported;

  /** Whether a function's body is being read. */
  boolean insideFunction;

  /** The closing brace of the last function. */
  int functionEnd = SourceMap.NONE;

  /** How many errors were met, reported or not. */
  int raised;

  TokenCursor(Preprocessor pp) {
    this.pp = pp;
    this.diagnostics = pp.diagnostics();
    this.pragmas = new PragmaReader(diagnostics);
    this.strays = new StrayTokens(pp);
    this.token = fetch();
    this.kind = token.kind;
    this.previous = token.loc;
    this.marked = token.loc;
  }

  /** The next token that syntax sees: pragmas are set aside, stray characters reported. */
  private Token fetch() {
    while (true) {
      Token next = strays.next();
      switch (next.kind) {
        case PRAGMA -> pragmas.read(next);
        case OTHER, HASH, HASH_HASH -> {
          Token meant = strays.replace(next);
          if (meant != null) {
            return meant;
          }
        }
        default -> {
          return next.has(Token.MISUSED) ? constant(next) : next;
        }
      }
    }
  }

  /** What a macro with the wrong arguments expands to, so that no one misses a declaration. */
  private static Token constant(Token name) {
    return new Token(TokenKind.NUMBER, name.flags, name.loc, new byte[] {'0'});
  }

  /** Consumes the current token and returns it. */
  Token advance() {
    Token consumed = token;
    previous = consumed.loc;
    previousKind = kind;
    if (aheadCount > 0) {
      token = ahead[aheadStart];
      aheadStart = aheadStart + 1 & ahead.length - 1;
      aheadCount--;
    } else {
      token = fetch();
    }
    kind = token.kind;
    return consumed;
  }

  /** The {@code n}-th token behind the current one, from 1. */
  Token peek(int n) {
    while (aheadCount < n) {
      if (aheadCount == ahead.length) {
        Token[] larger = new Token[ahead.length * 2];
        for (int i = 0; i < aheadCount; i++) {
          larger[i] = ahead[aheadStart + i & ahead.length - 1];
        }
        ahead = larger;
        aheadStart = 0;
      }
      ahead[aheadStart + aheadCount & ahead.length - 1] = fetch();
      aheadCount++;
    }
    return ahead[aheadStart + n - 1 & ahead.length - 1];
  }

  /** Turns the current {@code ::} into its second colon. */
  void splitColons() {
    token.kind = TokenKind.COLON;
    kind = TokenKind.COLON;
  }

  boolean is(TokenKind wanted) {
    return kind == wanted;
  }

  boolean accept(TokenKind wanted) {
    if (kind == wanted) {
      advance();
      return true;
    }
    return false;
  }

  /** The pragmas met since the last call, in order. */
  List<Declaration.Pragma> takePragmas() {
    return pragmas.take();
  }

  boolean hasPragmas() {
    return pragmas.hasPending();
  }

  /** Reports an error at the current token; null where an earlier one still holds. */
  @Nullable Diagnostic error(ParseDiagnostic what) {
    if (isSilent()) {
      return null;
    }
    Diagnostic diagnostic = diagnostics.report(what, errorLocation(), before());
    explain(diagnostic, what);
    return diagnostic;
  }

  /** Notes an error; whether nothing is to be said of it. */
  private boolean isSilent() {
    raised += error ? 0 : 1;
    boolean silent = error || quiet || token == reported || followsStray();
    error = true;
    if (!silent) {
      reported = token;
    }
    return silent;
  }

  /** What follows a stray character in its line, or an unended literal, is its consequence. */
  private boolean followsStray() {
    SourceMap sources = diagnostics.sources();
    return strays.last != SourceMap.NONE
        && (token.loc == strays.last
            || previous == strays.last
            || sources.line(token.loc) == sources.line(strays.last));
  }

  private void explain(Diagnostic diagnostic, ParseDiagnostic what) {
    new SyntaxNotes(this, diagnostic).add(what);
  }

  /**
   * The end of the file has no text: errors there point at the construct begun last if it is on the
   * last line, otherwise at the last token.
   */
  int errorLocation() {
    if (kind != TokenKind.END_OF_FILE) {
      return token.loc;
    }
    SourceMap sources = diagnostics.sources();
    int begun = sources.fileLocation(marked);
    int last = sources.fileLocation(previous);
    return sources.line(begun) == sources.line(last) ? begun : last;
  }

  /** A declaration, a statement or a closing brace starts here. */
  void mark() {
    if (kind != TokenKind.END_OF_FILE) {
      marked = token.loc;
    }
  }

  /** How gcc names the token that an error stands before. */
  String before() {
    return switch (kind) {
      case END_OF_FILE -> " at end of input";
      case NUMBER -> " before numeric constant";
      case STRING -> " before string constant";
      case CHARACTER -> " before character constant";
      case IDENTIFIER -> " before ‘" + token.spelling() + "’";
      default ->
          kind.isKeyword()
              ? " before ‘" + token.spelling() + "’"
              : " before ‘" + token.spelling() + "’ token";
    };
  }

  /**
   * Consumes {@code wanted} or reports that it is missing. Where it surely belongs behind the
   * previous token or before the next one, the error stands there and proposes it.
   *
   * @param open the matching opening bracket, or 0
   */
  boolean require(TokenKind wanted, ParseDiagnostic what, int open) {
    if (kind == wanted) {
      advance();
      return true;
    }
    if (isSilent()) {
      return false;
    }
    Diagnostic diagnostic = null;
    int end = endOfPrevious();
    switch (wanted) {
      case CLOSE_PAREN, CLOSE_BRACKET, SEMICOLON, COMMA, COLON -> {
        if (what != ParseDiagnostic.EXPECTED_PARAMETER_SEPARATOR && end != SourceMap.NONE) {
          diagnostic = diagnostics.report(what, end, before()).fixIt(end, end, wanted.text());
          if (kind != TokenKind.END_OF_FILE) {
            diagnostic.range(token.loc, token.loc);
          }
        }
      }
      default -> {}
    }
    if (diagnostic == null) {
      diagnostic = diagnostics.report(what, errorLocation(), before());
      boolean opens = wanted == TokenKind.OPEN_PAREN || wanted == TokenKind.OPEN_BRACKET;
      if (opens && !diagnostics.sources().isMacro(errorLocation())) {
        diagnostic.fixIt(errorLocation(), errorLocation(), wanted.text());
      }
    }
    explain(diagnostic, what);
    if (open != SourceMap.NONE) {
      matching(diagnostic, wanted, open);
    }
    return false;
  }

  /** Where the next token starts a new line, what is missing before it is a semicolon. */
  void proposeSemicolon(@Nullable Diagnostic diagnostic) {
    int end = endOfPrevious();
    if (diagnostic != null
        && end != SourceMap.NONE
        && !diagnostics.sources().isMacro(diagnostic.location())
        && startsLine()) {
      diagnostic.fixIt(end, end, ";");
    }
  }

  private void matching(Diagnostic diagnostic, TokenKind wanted, int open) {
    SourceMap sources = diagnostics.sources();
    boolean near =
        !sources.isMacro(open)
            && sources.file(open) == sources.file(diagnostic.location())
            && sources.line(open) == sources.line(diagnostic.location());
    if (near) {
      diagnostic.range(open, open);
      return;
    }
    String symbol =
        switch (wanted) {
          case CLOSE_PAREN -> "(";
          case CLOSE_BRACKET -> "[";
          default -> "{";
        };
    diagnostic.note(open, "to match this ‘%s’", symbol);
  }

  /** The file location behind the previous token; NONE if it came from a macro. */
  int endOfPrevious() {
    SourceMap sources = diagnostics.sources();
    if (previous == SourceMap.NONE || sources.isMacro(previous)) {
      return SourceMap.NONE;
    }
    return previous + dev.ferry.base.source.TokenLength.at(sources, previous);
  }

  /**
   * Skips to {@code wanted} and consumes it, reporting {@code what} unless it is there already. A
   * bracket is not looked for behind the statement: there the error holds on, and the statement's
   * end clears it.
   */
  void skipUntil(TokenKind wanted, @Nullable ParseDiagnostic what, int open) {
    skipUntil(wanted, what, open, wanted != TokenKind.CLOSE_BRACE);
  }

  /** The same for the parenthesis behind a {@code for} statement's clauses. */
  void skipClauses(ParseDiagnostic what, int open) {
    skipUntil(TokenKind.CLOSE_PAREN, what, open, false);
  }

  /**
   * Where a body starts in a closing parenthesis' place, only that is missing: says so, and goes on
   * with the body.
   */
  boolean startsBody(ParseDiagnostic what, int open) {
    if (kind != TokenKind.OPEN_BRACE) {
      return false;
    }
    require(TokenKind.CLOSE_PAREN, what, open);
    error = false;
    return true;
  }

  private void skipUntil(
      TokenKind wanted, @Nullable ParseDiagnostic what, int open, boolean withinStatement) {
    if (what != null ? require(wanted, what, open) : accept(wanted)) {
      return;
    }
    if (kind == TokenKind.SEMICOLON
        && diagnostics.sources().isMacro(token.loc)
        && peek(1).kind == wanted) {
      // A semicolon at the end of a macro's definition, where none belongs.
      advance();
      advance();
      error = false;
      return;
    }
    if (wanted == TokenKind.SEMICOLON && what != null && startsLine()) {
      // Only the semicolon is missing, as if it had been there.
      error = false;
      return;
    }
    int nesting = 0;
    while (true) {
      if (kind == wanted && nesting == 0) {
        advance();
        break;
      }
      if (nesting == 0 && what != null && SyntaxNotes.startsStatement(kind)) {
        error = wanted != TokenKind.SEMICOLON;
        return;
      }
      switch (kind) {
        case END_OF_FILE -> {
          return;
        }
        case SEMICOLON -> {
          if (nesting == 0 && withinStatement && what != null) {
            return;
          }
        }
        case OPEN_BRACE, OPEN_PAREN, OPEN_BRACKET -> nesting++;
        case CLOSE_BRACE, CLOSE_PAREN, CLOSE_BRACKET -> {
          if (nesting-- == 0) {
            error = false;
            return;
          }
        }
        default -> {}
      }
      advance();
    }
    error = false;
  }

  /**
   * Skips statements outside of functions: to behind the brace that closes the function they were
   * meant for, or to a token that starts a line at its left edge.
   */
  void skipStatementsOutside() {
    int nesting = 0;
    SourceMap sources = diagnostics.sources();
    do {
      if (kind == TokenKind.OPEN_BRACE) {
        nesting++;
      } else if (kind == TokenKind.CLOSE_BRACE && nesting-- == 0) {
        advance();
        break;
      }
      advance();
    } while (kind != TokenKind.END_OF_FILE
        && (nesting > 0
            || kind == TokenKind.CLOSE_BRACE
            || !startsLine()
            || column(sources, token.loc) > 1));
    error = false;
  }

  private static int column(SourceMap sources, int loc) {
    Position position = sources.position(loc);
    return position == null ? 1 : position.column();
  }

  /** Skips the rest of a condition without parentheses, to the statement that it governs. */
  void skipToBody() {
    while (kind != TokenKind.OPEN_BRACE
        && kind != TokenKind.CLOSE_BRACE
        && kind != TokenKind.SEMICOLON
        && kind != TokenKind.END_OF_FILE
        && !SyntaxNotes.startsStatement(kind)) {
      advance();
    }
    error = false;
  }

  /** Whether the current token stands on a later line than the one before it. */
  boolean startsLine() {
    SourceMap sources = diagnostics.sources();
    return kind != TokenKind.END_OF_FILE
        && sources.line(sources.fileLocation(token.loc))
            > sources.line(sources.fileLocation(previous));
  }

  /** Skips to the end of the statement or block that an error is in. */
  void skipStatement() {
    int nesting = 0;
    while (true) {
      switch (kind) {
        case END_OF_FILE -> {
          return;
        }
        case SEMICOLON -> {
          if (nesting == 0) {
            advance();
            error = false;
            return;
          }
        }
        case CLOSE_BRACE -> {
          if (nesting == 0 || --nesting == 0) {
            advance();
            error = false;
            return;
          }
        }
        case OPEN_BRACE -> nesting++;
        default -> {}
      }
      advance();
    }
  }

  /** Skips to the end of a parameter: a comma or parenthesis that is not nested. */
  void skipParameter() {
    int nesting = 0;
    while (true) {
      switch (kind) {
        case END_OF_FILE -> {
          return;
        }
        case COMMA, SEMICOLON -> {
          if (nesting == 0) {
            error = false;
            return;
          }
        }
        case OPEN_BRACE, OPEN_PAREN, OPEN_BRACKET -> nesting++;
        case CLOSE_BRACE, CLOSE_PAREN, CLOSE_BRACKET -> {
          if (nesting-- == 0) {
            error = false;
            return;
          }
        }
        default -> {}
      }
      advance();
    }
  }

  /** Skips to the end of a member declaration whose declarator is wrong. */
  void skipUntilFieldEnd() {
    int nesting = 0;
    while (true) {
      switch (kind) {
        case END_OF_FILE -> {
          return;
        }
        case SEMICOLON -> {
          if (nesting == 0) {
            error = false;
            return;
          }
        }
        case OPEN_BRACE -> nesting++;
        case CLOSE_BRACE -> {
          if (nesting-- == 0) {
            // The caller must not complain of a missing semicolon as well.
            return;
          }
        }
        default -> {}
      }
      advance();
    }
  }

  /** Skips to the comma or parenthesis behind a parameter whose declarator is wrong. */
  void skipUntilParameterEnd() {
    if (!is(TokenKind.CLOSE_PAREN) && !is(TokenKind.COMMA)) {
      skipParameter();
    } else {
      error = false;
    }
  }

  dev.ferry.c.lex.IdentifierTable identifiers() {
    return pp.identifiers();
  }

  TokenKind previousKind() {
    return previousKind;
  }

  /** An empty list that costs nothing. */
  static <T> List<T> frozen(@Nullable ArrayList<T> list) {
    return list == null || list.isEmpty() ? List.of() : list;
  }
}
