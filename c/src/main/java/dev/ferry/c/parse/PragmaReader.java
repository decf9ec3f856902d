package dev.ferry.c.parse;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.c.lex.LiteralDecoder;
import dev.ferry.c.lex.Token;
import dev.ferry.c.lex.TokenKind;
import dev.ferry.c.syntax.Declaration;
import dev.ferry.c.syntax.Declaration.PragmaKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pragmas that the preprocessor passed on. A pragma may stand between any two tokens, so it is set
 * aside where it is met and put into the tree before the next item; {@code pack} acts at once.
 */
final class PragmaReader {
  private record Pushed(@Nullable String name, int alignment) {}

  private final Diagnostics diagnostics;
  private final List<Pushed> pushed = new ArrayList<>();
  private List<Declaration.Pragma> pending = new ArrayList<>();

  /** The alignment that {@code #pragma pack} gives now, 0 for the natural one. */
  private int pack;

  PragmaReader(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  int pack() {
    return pack;
  }

  boolean hasPending() {
    return !pending.isEmpty();
  }

  List<Declaration.Pragma> take() {
    List<Declaration.Pragma> taken = pending;
    pending = new ArrayList<>();
    return taken;
  }

  void read(Token pragma) {
    Token[] tokens = pragma.payload instanceof Token[] list ? list : new Token[0];
    String first = word(tokens, 0);
    String second = word(tokens, 1);
    int loc = tokens.length > 0 ? tokens[0].loc : pragma.loc;
    switch (first) {
      case "pack" -> pack(tokens, loc);
      case "weak" -> add(PragmaKind.WEAK, loc, tokens, 1);
      case "redefine_extname" -> add(PragmaKind.REDEFINE_EXTNAME, loc, tokens, 1);
      case "STDC" -> standard(second, tokens, loc);
      case "GCC" -> gcc(second, tokens, loc);
      case "unroll" -> add(PragmaKind.UNROLL, loc, tokens, 1);
      case "omp", "clang", "message", "region", "endregion" -> {}
      default ->
          diagnostics.report(ParseDiagnostic.PRAGMA_UNKNOWN, loc, (first + " " + second).trim());
    }
  }

  private void standard(String name, Token[] tokens, int loc) {
    switch (name) {
      case "FP_CONTRACT" -> add(PragmaKind.FP_CONTRACT, loc, tokens, 2);
      case "FENV_ACCESS" -> add(PragmaKind.FENV_ACCESS, loc, tokens, 2);
      case "CX_LIMITED_RANGE" -> add(PragmaKind.CX_LIMITED_RANGE, loc, tokens, 2);
      default -> diagnostics.report(ParseDiagnostic.PRAGMA_UNKNOWN, loc, "STDC " + name);
    }
  }

  private void gcc(String name, Token[] tokens, int loc) {
    switch (name) {
      case "visibility" -> {
        boolean pop = word(tokens, 2).equals("pop");
        add(pop ? PragmaKind.VISIBILITY_POP : PragmaKind.VISIBILITY_PUSH, loc, tokens, 3);
      }
      case "optimize" -> add(PragmaKind.OPTIMIZE, loc, tokens, 2);
      case "push_options" -> add(PragmaKind.PUSH_OPTIONS, loc, tokens, 2);
      case "pop_options" -> add(PragmaKind.POP_OPTIONS, loc, tokens, 2);
      case "reset_options" -> add(PragmaKind.RESET_OPTIONS, loc, tokens, 2);
      case "unroll" -> add(PragmaKind.UNROLL, loc, tokens, 2);
      case "ivdep" -> add(PragmaKind.IVDEP, loc, tokens, 2);
      case "target" -> {}
      default -> diagnostics.report(ParseDiagnostic.PRAGMA_UNKNOWN, loc, "GCC " + name);
    }
  }

  private void add(PragmaKind kind, int loc, Token[] tokens, int from) {
    List<String> arguments = new ArrayList<>();
    int end = loc;
    for (int i = from; i < tokens.length; i++) {
      Token token = tokens[i];
      end = token.loc;
      if (token.kind == TokenKind.STRING) {
        arguments.add(literal(token));
      } else if (token.isIdentifier() || token.kind == TokenKind.NUMBER) {
        arguments.add(token.spelling());
      }
    }
    int needed =
        switch (kind) {
          case WEAK, VISIBILITY_PUSH, FP_CONTRACT, FENV_ACCESS, CX_LIMITED_RANGE -> 1;
          case REDEFINE_EXTNAME -> 2;
          default -> 0;
        };
    if (arguments.size() < needed) {
      diagnostics.report(
          ParseDiagnostic.PRAGMA_MALFORMED, loc, tokens.length > 0 ? tokens[0].spelling() : "");
      return;
    }
    pending.add(new Declaration.Pragma(loc, end, kind, arguments));
  }

  private static String literal(Token token) {
    byte[] text = token.bytes();
    int start = LiteralDecoder.encoding(token).prefix().length() + 1;
    return new String(text, start, text.length - start - 1, StandardCharsets.UTF_8);
  }

  private static String word(Token[] tokens, int index) {
    return index < tokens.length && tokens[index].isIdentifier() ? tokens[index].spelling() : "";
  }

  /** {@code pack(n)}, {@code pack()}, {@code pack(push[, id][, n])}, {@code pack(pop[, id])}. */
  private void pack(Token[] tokens, int loc) {
    if (tokens.length < 3
        || tokens[1].kind != TokenKind.OPEN_PAREN
        || tokens[tokens.length - 1].kind != TokenKind.CLOSE_PAREN) {
      diagnostics.report(ParseDiagnostic.PRAGMA_MALFORMED, loc, "pack");
      return;
    }
    String action = word(tokens, 2);
    String name = null;
    int alignment = -1;
    for (int i = 2; i < tokens.length - 1; i++) {
      if (tokens[i].kind == TokenKind.NUMBER) {
        alignment = alignment(tokens[i], loc);
        if (alignment < 0) {
          return;
        }
      } else if (i > 2 && tokens[i].isIdentifier()) {
        name = tokens[i].spelling();
      }
    }
    switch (action) {
      case "push" -> {
        pushed.add(new Pushed(name, pack));
        pack = alignment >= 0 ? alignment : pack;
      }
      case "pop" -> {
        pop(name, loc);
        pack = alignment >= 0 ? alignment : pack;
      }
      default -> pack = Math.max(alignment, 0);
    }
  }

  private int alignment(Token number, int loc) {
    switch (number.spelling()) {
      case "0" -> {
        return 0;
      }
      case "1", "2", "4", "8", "16" -> {
        return Integer.parseInt(number.spelling());
      }
      default -> {
        diagnostics.report(ParseDiagnostic.PACK_BAD_ALIGNMENT, loc, number.spelling());
        return -1;
      }
    }
  }

  private void pop(@Nullable String name, int loc) {
    int at = pushed.size() - 1;
    while (name != null && at >= 0 && !name.equals(pushed.get(at).name())) {
      at--;
    }
    if (at < 0) {
      diagnostics.report(ParseDiagnostic.PACK_EMPTY_STACK, loc);
      return;
    }
    pack = pushed.get(at).alignment();
    while (pushed.size() > at) {
      pushed.removeLast();
    }
  }
}
