package dev.ferry.c.pp;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.source.SourceMap;
import dev.ferry.c.lex.Identifier;
import dev.ferry.c.lex.Lexer;
import dev.ferry.c.lex.Standard;
import dev.ferry.c.lex.Token;
import dev.ferry.c.lex.TokenKind;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Macro expansion (C17 6.10.3). Hidesets in the form that gcc's cpplib gives them: a macro is
 * disabled while the context that holds its expansion is being read, and an identifier met while
 * its macro is disabled is painted {@code NO_EXPAND} for good (6.10.3.4p2). That needs one bit per
 * token and one per macro, and decides the cases that the standard leaves open as gcc does.
 *
 * <p>Padding tokens mark where expansions and arguments start and end: text output and {@code #}
 * need them to know where white space is due, the parser never sees them.
 */
final class Expander {
  /** A run of tokens being read: an expansion, an argument, or one token put back. */
  private static final class Context {
    final @Nullable Macro macro;
    final Token[] tokens;
    final int end;
    final @Nullable Context outer;
    int at;

    Context(@Nullable Macro macro, Token[] tokens, int end, @Nullable Context outer) {
      this.macro = macro;
      this.tokens = tokens;
      this.end = end;
      this.outer = outer;
    }
  }

  /** One macro argument; {@code expanded} and {@code text} are made when first needed. */
  private static final class Argument {
    Token[] tokens = Macro.NO_TOKENS;
    int count;

    /** Not written at all: only a variadic one can be. */
    boolean omitted = true;

    @Nullable TokenList expanded;
    @Nullable Token text;
  }

  private static final Token AVOID_PASTE = new Token(TokenKind.PADDING, 0, 0, null);
  private static final Token END_OF_ARGUMENT = new Token(TokenKind.END_OF_FILE, 0, 0, null);
  private static final int MAX_DEPTH = 3000;

  private final Preprocessor pp;
  private final SourceMap sources;
  private final Diagnostics diagnostics;
  private @Nullable Context top;
  private int[] spellings = new int[64];
  private int[] definitions = new int[64];
  private int depth;

  /** The invocation read last had the wrong arguments. */
  private boolean badArguments;

  /** Names are not expanded: while arguments are collected, after {@code defined}. */
  int preventExpansion;

  /** 1 while looking for a macro's parenthesis, 2 while reading its arguments. */
  int parsingArguments;

  Expander(Preprocessor pp) {
    this.pp = pp;
    this.sources = pp.sources;
    this.diagnostics = pp.diagnostics;
  }

  /** The next token, expanded; may be padding. */
  Token next() {
    while (true) {
      Context context = top;
      Token token;
      if (context == null) {
        token = pp.lexBase();
      } else if (context.at < context.end) {
        token = context.tokens[context.at++];
        if ((token.flags & Token.PASTE_LEFT) != 0) {
          pasteAll(token);
          if (pp.inDirective()) {
            continue;
          }
          return padding(token);
        }
      } else {
        pop(context);
        if (pp.inDirective()) {
          continue;
        }
        return AVOID_PASTE;
      }
      if (token.kind != TokenKind.IDENTIFIER) {
        return token;
      }
      Identifier name = (Identifier) token.payload;
      if (name == null || name.macro == null) {
        return token;
      }
      if ((token.flags & Token.NO_EXPAND) != 0) {
        return token;
      }
      Macro macro = (Macro) name.macro;
      if (macro.disabled) {
        token.flags |= Token.NO_EXPAND;
        return token;
      }
      if (preventExpansion > 0) {
        return token;
      }
      if (!enter(macro, token)) {
        return token;
      }
      if (!pp.inDirective()) {
        return padding(token);
      }
    }
  }

  /** The next token that is no padding. */
  Token nextReal() {
    while (true) {
      Token token = next();
      if (token.kind != TokenKind.PADDING) {
        return token;
      }
    }
  }

  boolean atBase() {
    return top == null;
  }

  private static Token padding(@Nullable Token source) {
    return new Token(TokenKind.PADDING, 0, 0, source);
  }

  private void push(@Nullable Macro macro, Token[] tokens, int count) {
    top = new Context(macro, tokens, count, top);
  }

  private void pop(Context context) {
    if (context.macro != null) {
      context.macro.disabled = false;
    }
    top = context.outer;
  }

  /**
   * Ends all expansions, read or not: nothing of a directive's line reaches what follows, nor are
   * its macros disabled there.
   */
  void abandon() {
    while (top != null) {
      pop(top);
    }
  }

  /** Puts back the token read last. */
  void backUp(Token token) {
    if (top == null) {
      pp.backUp(token);
    } else {
      top.at--;
    }
  }

  /** Makes {@code tokens} the next ones to be read, not belonging to any macro. */
  void pushTokens(Token... tokens) {
    push(null, tokens, tokens.length);
  }

  private boolean enter(Macro macro, Token name) {
    if (macro.builtin != null) {
      return pp.builtins.enter(macro.builtin, name);
    }
    TokenList list;
    if (macro.functionLike) {
      if (depth > MAX_DEPTH) {
        diagnostics.report(PpDiagnostic.EXPANSION_TOO_DEEP, name.loc);
      }
      depth++;
      Argument[] arguments = invocation(macro, name);
      if (arguments == null) {
        depth--;
        return failed(name);
      }
      list = new TokenList(macro.body.length * 2 + 4);
      substitute(macro, 0, macro.body.length, arguments, list);
      depth--;
    } else {
      list = new TokenList(macro.body.length);
      for (Token token : macro.body) {
        list.tokens[list.size++] = copy(token);
      }
    }
    macro.used = true;
    locate(list, macro.name.name(), name.loc);
    macro.disabled = true;
    push(macro, list.tokens, list.size);
    return true;
  }

  /** After a use with the wrong arguments the name is marked: enough was said about it. */
  private boolean failed(Token name) {
    if (!badArguments) {
      return false;
    }
    badArguments = false;
    int flags = name.flags | Token.NO_EXPAND | Token.MISUSED;
    pushTokens(new Token(TokenKind.IDENTIFIER, flags, name.loc, name.payload));
    return true;
  }

  private static Token copy(Token token) {
    return new Token(token.kind, token.flags, token.loc, token.payload);
  }

  /** Gives the tokens of an expansion locations of their own, so that its history is kept. */
  void locate(TokenList list, String macro, int at) {
    if (list.size > spellings.length) {
      spellings = new int[list.size * 2];
      definitions = new int[list.size * 2];
    }
    int count = 0;
    for (int i = 0; i < list.size; i++) {
      Token token = list.tokens[i];
      if (token.kind != TokenKind.PADDING) {
        spellings[count] = token.loc;
        definitions[count++] = token.parameter != 0 ? token.parameter : token.loc;
        token.parameter = 0;
      }
    }
    int base = sources.addExpansion(macro, at, spellings, definitions, count);
    int loc = base;
    for (int i = 0; i < list.size; i++) {
      Token token = list.tokens[i];
      if (token.kind != TokenKind.PADDING) {
        token.loc = base < 0 ? at : loc++;
      }
    }
  }

  /** Reads the arguments if a parenthesis follows; null where the macro is not invoked. */
  private Argument @Nullable [] invocation(Macro macro, Token name) {
    preventExpansion++;
    int outerParsing = parsingArguments;
    parsingArguments = 1;
    Argument[] arguments = null;
    Token padding = null;
    Token token;
    while (true) {
      token = next();
      if (token.kind == TokenKind.COMMENT) {
        continue;
      }
      if (token.kind != TokenKind.PADDING) {
        break;
      }
      if (padding == null
          || padding.payload == null
          || !((Token) padding.payload).has(Token.SPACE_BEFORE) && token.payload == null) {
        padding = token;
      }
    }
    if (token.kind == TokenKind.OPEN_PAREN) {
      parsingArguments = 2;
      arguments = collect(macro, name);
      parsingArguments = outerParsing;
    } else {
      parsingArguments = outerParsing;
      backUp(token);
      if (padding != null) {
        pushTokens(padding);
      }
    }
    preventExpansion--;
    return arguments;
  }

  private Argument @Nullable [] collect(Macro macro, Token name) {
    int formal = macro.parameters.length;
    List<Argument> arguments = new ArrayList<>(formal);
    int written = 0;
    Token token;
    do {
      Argument argument = new Argument();
      argument.omitted = false;
      TokenList list = new TokenList();
      int parens = 0;
      while (true) {
        token = next();
        TokenKind kind = token.kind;
        if (kind == TokenKind.PADDING) {
          if (list.size == 0) {
            continue;
          }
        } else if (kind == TokenKind.OPEN_PAREN) {
          parens++;
        } else if (kind == TokenKind.CLOSE_PAREN) {
          if (parens-- == 0) {
            break;
          }
        } else if (kind == TokenKind.COMMA) {
          if (parens == 0 && !(macro.variadic && written + 1 == formal)) {
            break;
          }
        } else if (kind == TokenKind.END_OF_FILE || kind == TokenKind.END_OF_LINE) {
          break;
        } else if (kind == TokenKind.COMMENT) {
          continue;
        }
        list.add(token);
      }
      while (list.size > 0 && list.last().kind == TokenKind.PADDING) {
        list.size--;
      }
      argument.tokens = list.tokens;
      argument.count = list.size;
      arguments.add(argument);
      written++;
    } while (token.kind == TokenKind.COMMA);
    if (token.kind != TokenKind.CLOSE_PAREN) {
      // An argument's end belongs to whoever expands that argument.
      backUp(token);
      // As gcc, where reading ended; the note says where the call began.
      int end =
          token.loc == SourceMap.NONE ? sources.fileLocation(name.loc) : pp.lastLocation(token);
      diagnostics
          .report(PpDiagnostic.UNTERMINATED_ARGUMENTS, end, macro.name.name())
          .note(name.loc, "the invocation begins here");
      badArguments = true;
      return null;
    }
    return check(macro, arguments, token.loc);
  }

  private Argument @Nullable [] check(Macro macro, List<Argument> arguments, int closeLoc) {
    int formal = macro.parameters.length;
    int written = arguments.size();
    if (written == 1 && formal == 0 && arguments.getFirst().count == 0) {
      written = 0;
    }
    String name = macro.name.name();
    if (written < formal && !(written + 1 == formal && macro.variadic)) {
      diagnostics
          .report(PpDiagnostic.TOO_FEW_ARGUMENTS, closeLoc, name, formal, written)
          .note(macro.loc, "macro \"%s\" defined here", name);
      badArguments = true;
      return null;
    }
    if (written > formal) {
      diagnostics
          .report(PpDiagnostic.TOO_MANY_ARGUMENTS, closeLoc, name, written, formal)
          .note(macro.loc, "macro \"%s\" defined here", name);
      badArguments = true;
      return null;
    }
    if (written < formal && written > 0 && !pp.options.dialect.atLeast(Standard.C23)) {
      diagnostics.report(PpDiagnostic.VARIADIC_NEEDS_ARGUMENT, closeLoc);
    }
    Argument[] result = new Argument[formal];
    for (int i = 0; i < formal; i++) {
      result[i] = i < arguments.size() ? arguments.get(i) : new Argument();
    }
    // GNU: ", ## __VA_ARGS__" loses its comma where the variadic argument is not there at all; with
    // no other parameter, an empty one counts as not there unless the dialect is a strict standard.
    if (macro.variadic && formal == 1 && result[0].count == 0 && pp.options.dialect.gnu()) {
      result[0].omitted = true;
    }
    return result;
  }

  /** Replaces parameters by arguments (C17 6.10.3.1 to 6.10.3.3) in part of a replacement list. */
  private void substitute(Macro macro, int from, int to, Argument[] arguments, TokenList out) {
    Token[] body = macro.body;
    for (int i = from; i < to; i++) {
      Token token = body[i];
      boolean pasteBefore = i > from && body[i - 1].has(Token.PASTE_LEFT);
      if (token.has(Token.VA_OPT)) {
        int close = token.parameter;
        boolean pasteAfter = body[close].has(Token.PASTE_LEFT);
        TokenList chosen = new TokenList();
        if (hasTokens(expanded(arguments[arguments.length - 1]))) {
          substitute(macro, i + 2, close, arguments, chosen);
        }
        if (token.has(Token.STRINGIFY)) {
          chosen = read(chosen.tokens, chosen.size, 1);
          Token text = stringify(chosen.tokens, chosen.size, token);
          chosen = new TokenList();
          chosen.add(text);
        }
        insert(out, chosen.tokens, chosen.size, token, pasteBefore, pasteAfter, i > from);
        i = close;
      } else if (token.kind == TokenKind.PARAMETER) {
        Argument argument = arguments[token.parameter];
        boolean pasteAfter = token.has(Token.PASTE_LEFT);
        if (pasteBefore
            && macro.variadic
            && token.parameter == macro.parameters.length - 1
            && out.size > 0
            && out.last().kind == TokenKind.COMMA
            && out.last().has(Token.PASTE_LEFT)
            && !token.has(Token.STRINGIFY)) {
          out.last().flags &= ~Token.PASTE_LEFT;
          if (argument.omitted) {
            out.size--;
          }
        }
        if (token.has(Token.STRINGIFY)) {
          Token text = argument.text;
          if (text == null) {
            text = stringify(argument.tokens, argument.count, token);
            argument.text = text;
          }
          text = copy(text);
          text.flags = token.flags & Token.SPACE_BEFORE;
          // Spelled where the argument is: it is the user's text, not the macro's.
          text.loc = argument.count > 0 ? argument.tokens[0].loc : token.loc;
          insert(out, new Token[] {text}, 1, token, pasteBefore, pasteAfter, i > from);
        } else if (pasteBefore || pasteAfter) {
          insert(out, argument.tokens, argument.count, token, pasteBefore, pasteAfter, i > from);
        } else {
          TokenList tokens = expanded(argument);
          insert(out, tokens.tokens, tokens.size, token, false, false, i > from);
        }
      } else {
        out.add(copy(token));
      }
    }
  }

  private static boolean hasTokens(TokenList list) {
    for (int i = 0; i < list.size; i++) {
      if (list.tokens[i].kind != TokenKind.PADDING) {
        return true;
      }
    }
    return false;
  }

  /** Adds an operand's tokens with the padding around them, and settles the pastes on its sides. */
  private void insert(
      TokenList out,
      Token[] tokens,
      int count,
      Token source,
      boolean pasteBefore,
      boolean pasteAfter,
      boolean notFirst) {
    boolean leftOperand = pasteBefore && out.size > 0 && out.last().has(Token.PASTE_LEFT);
    boolean directive = pp.inDirective();
    if (!directive && !pasteBefore && notFirst) {
      out.add(padding(source));
    }
    int start = out.size;
    for (int i = 0; i < count; i++) {
      Token token = tokens[i];
      if (token.kind == TokenKind.PADDING) {
        out.add(token);
      } else {
        Token copied = copy(token);
        copied.parameter = source.loc;
        out.add(copied);
      }
    }
    if (count > 0 && out.size > start) {
      Token last = out.last();
      if (pasteAfter && last.kind != TokenKind.PADDING) {
        last.flags |= Token.PASTE_LEFT;
      }
    } else if (leftOperand && !pasteAfter) {
      // A placemarker on the right: the left operand stays as it is (6.10.3.3p3).
      out.last().flags &= ~Token.PASTE_LEFT;
    }
    if (!directive && !pasteAfter) {
      out.add(AVOID_PASTE);
    }
  }

  private TokenList expanded(Argument argument) {
    TokenList expanded = argument.expanded;
    if (expanded == null) {
      expanded = expand(argument.tokens, argument.count);
      argument.expanded = expanded;
    }
    return expanded;
  }

  /** Fully expands a list as if it were the rest of the file. */
  private TokenList expand(Token[] tokens, int count) {
    return read(tokens, count, 0);
  }

  /**
   * Reads a list as if it were the rest of the file.
   *
   * @param prevent 1 if its tokens are pasted only
   */
  private TokenList read(Token[] tokens, int count, int prevent) {
    TokenList result = new TokenList();
    if (count == 0) {
      return result;
    }
    int prevented = preventExpansion;
    preventExpansion = prevent;
    int parsing = parsingArguments;
    parsingArguments = 0;
    Token[] closed = new Token[count + 1];
    for (int i = 0; i < count; i++) {
      closed[i] = tokens[i].kind == TokenKind.PADDING ? tokens[i] : copy(tokens[i]);
    }
    closed[count] = END_OF_ARGUMENT;
    Context outer = top;
    push(null, closed, count + 1);
    while (true) {
      Token token = next();
      if (token.kind == TokenKind.END_OF_FILE) {
        break;
      }
      result.add(token);
    }
    top = outer;
    preventExpansion = prevented;
    parsingArguments = parsing;
    return result;
  }

  /** Fully expands a list; the result may hold padding. */
  TokenList expandList(TokenList list) {
    return expand(list.tokens, list.size);
  }

  /** The {@code #} operator (C17 6.10.3.2). */
  private Token stringify(Token[] tokens, int count, Token at) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.write('"');
    Token source = null;
    boolean first = true;
    int backslashes = 0;
    for (int i = 0; i < count; i++) {
      Token token = tokens[i];
      if (token.kind == TokenKind.PADDING) {
        if (source == null || !source.has(Token.SPACE_BEFORE) && token.payload == null) {
          source = (Token) token.payload;
        }
        continue;
      }
      if (!first && (source == null ? token : source).has(Token.SPACE_BEFORE)) {
        text.write(' ');
      }
      first = false;
      source = null;
      byte[] spelling = token.bytes();
      if (token.kind == TokenKind.STRING || token.kind == TokenKind.CHARACTER) {
        escape(spelling, text);
      } else {
        text.write(spelling, 0, spelling.length);
      }
      boolean backslash = token.kind == TokenKind.OTHER && spelling[0] == '\\';
      backslashes = backslash ? backslashes + 1 : 0;
    }
    byte[] bytes = text.toByteArray();
    if ((backslashes & 1) != 0) {
      diagnostics.report(PpDiagnostic.INVALID_STRING_LITERAL, at.loc);
      bytes = java.util.Arrays.copyOf(bytes, bytes.length - 1);
    }
    bytes = java.util.Arrays.copyOf(bytes, bytes.length + 1);
    bytes[bytes.length - 1] = '"';
    return new Token(TokenKind.STRING, at.flags & Token.SPACE_BEFORE, at.loc, bytes);
  }

  private static void escape(byte[] spelling, ByteArrayOutputStream text) {
    for (byte c : spelling) {
      if (c == '"' || c == '\\') {
        text.write('\\');
      }
      if (c == '\n') {
        text.write('\\');
        text.write('n');
      } else {
        text.write(c);
      }
    }
  }

  /** Performs the pastes that start at {@code left} and makes the result the next token. */
  private void pasteAll(Token left) {
    Context context = top;
    Token result = left;
    while (context != null && context.at < context.end) {
      Token right = context.tokens[context.at];
      if (right.kind == TokenKind.PADDING) {
        context.at++;
        continue;
      }
      Token pasted = paste(result, right);
      if (pasted == null) {
        result = copy(result);
        result.flags &= ~Token.PASTE_LEFT;
        break;
      }
      context.at++;
      result = pasted;
      if (!right.has(Token.PASTE_LEFT)) {
        break;
      }
    }
    if (result.has(Token.PASTE_LEFT)) {
      result = copy(result);
      result.flags &= ~Token.PASTE_LEFT;
    }
    push(null, new Token[] {result}, 1);
  }

  private @Nullable Token paste(Token left, Token right) {
    byte[] a = left.bytes();
    byte[] b = right.bytes();
    byte[] joined = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    Lexer lexer =
        new Lexer(
            Lexer.prepare(joined, pp.pasteDialect),
            joined.length,
            left.loc,
            pp.identifiers,
            pp.pasteDialect,
            diagnostics);
    lexer.quiet = true;
    Token token = lexer.next();
    boolean comment = left.kind == TokenKind.SLASH && token.kind != TokenKind.SLASH_ASSIGN;
    boolean whole = lexer.atEnd() && token.kind != TokenKind.END_OF_FILE && !comment;
    if (!whole || token.kind == TokenKind.OTHER && joined.length > 1) {
      // In assembler, pasting what does not paste is common and harmless.
      if (!pp.options.dialect.assembler()) {
        diagnostics.report(PpDiagnostic.BAD_PASTE, left.loc, left.spelling(), right.spelling());
      }
      return null;
    }
    token.flags = left.flags & Token.SPACE_BEFORE | token.flags & Token.DIGRAPH;
    token.loc = left.loc;
    return token;
  }
}
