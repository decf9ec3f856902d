package dev.ferry.c.pp;

import dev.ferry.base.source.Position;
import dev.ferry.base.source.SourceFile;
import dev.ferry.base.source.SourceMap;
import dev.ferry.c.lex.Identifier;
import dev.ferry.c.lex.Standard;
import dev.ferry.c.lex.Token;
import dev.ferry.c.lex.TokenKind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Preprocessed text ({@code -E}), with gcc's line markers and spacing: two tokens are separated
 * where they were in the source, or where they would otherwise read as one.
 */
public final class TextOutput implements Preprocessor.Listener {
  /** What the {@code -d} options add. */
  public enum Dump {
    NONE,
    /** {@code -dD}: also {@code #define} and {@code #undef} lines. */
    DEFINITIONS,
    /** {@code -dN}: the same with names only. */
    NAMES,
    /** {@code -dM}: nothing but the definitions in force at the end. */
    MACROS
  }

  private final Preprocessor pp;
  private final SourceMap sources;
  private final boolean lineMarkers;
  private final Dump dump;
  private final boolean dumpIncludes;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);

  /** The line that the next byte written stands in; whether the line has text. */
  private int line;

  private boolean printed;
  private boolean first = true;
  private boolean pendingMain;
  private boolean previousSystem;
  private int mainStart;
  private @Nullable Token previous;
  private @Nullable Token source;
  private boolean avoidPaste;

  /**
   * @param lineMarkers false for {@code -P}
   * @param dumpIncludes {@code -dI}
   */
  public TextOutput(Preprocessor pp, boolean lineMarkers, Dump dump, boolean dumpIncludes) {
    this.pp = pp;
    this.sources = pp.sources;
    this.lineMarkers = lineMarkers;
    this.dump = dump;
    this.dumpIncludes = dumpIncludes;
  }

  /** Preprocesses the whole of {@code main}; the text. */
  public byte[] run(SourceFile main) {
    if (dump == Dump.MACROS) {
      pp.start(main);
      while (pp.expander.next().kind != TokenKind.END_OF_FILE) {
        // Only the definitions count.
      }
      dumpMacros();
      return out.toByteArray();
    }
    pp.listener = this;
    pp.start(main);
    if (pendingMain) {
      enterMain();
    }
    while (true) {
      Token token = pp.expander.next();
      if (token.kind == TokenKind.END_OF_FILE) {
        break;
      }
      if (token.kind == TokenKind.PADDING) {
        avoidPaste = true;
        Token from = (Token) token.payload;
        if (source == null || !source.has(Token.SPACE_BEFORE) && from == null) {
          source = from;
        }
      } else {
        print(token);
      }
    }
    if (printed) {
      out.write('\n');
    }
    return out.toByteArray();
  }

  private void print(Token token) {
    boolean marked = false;
    boolean space = false;
    boolean otherLine =
        lineMarkers && token.kind != TokenKind.PRAGMA && sources.line(token.loc) != line;
    if (avoidPaste) {
      Token from = source == null ? token : source;
      if (otherLine) {
        marked = moveTo(token);
        space = true;
      } else {
        space =
            from.has(Token.SPACE_BEFORE)
                || previous != null && wouldPaste(previous, token)
                || previous == null && token.kind == TokenKind.HASH;
      }
    } else if (token.has(Token.SPACE_BEFORE)) {
      if (otherLine) {
        marked = moveTo(token);
      }
      space = true;
    }
    if (space) {
      out.write(' ');
      printed = true;
    }
    avoidPaste = false;
    source = null;
    previous = token;
    if (token.kind == TokenKind.PRAGMA) {
      pragma(token);
      return;
    }
    if (lineMarkers && !marked && token.loc != SourceMap.NONE) {
      boolean system = isSystem(token.loc);
      if (system != previousSystem && !isBuiltin(token)) {
        moveTo(token);
        previousSystem = system;
      }
    }
    write(token.bytes());
    printed = true;
    if (token.kind == TokenKind.COMMENT) {
      for (byte c : token.bytes()) {
        line += c == '\n' ? 1 : 0;
      }
    }
  }

  private boolean isSystem(int loc) {
    return sources.isSystem(sources.isMacro(loc) ? sources.spellingLocation(loc) : loc);
  }

  /** Whether the token comes from a predefined macro, which is neither user's nor system's. */
  private boolean isBuiltin(Token token) {
    SourceFile file = sources.file(sources.spellingLocation(token.loc));
    return file == null || file.name().equals(Preprocessor.BUILT_IN);
  }

  private void pragma(Token token) {
    maybePrintLine(token.loc);
    write("#pragma");
    Token[] tokens = (Token[]) token.payload;
    for (int i = 0; tokens != null && i < tokens.length; i++) {
      if (i == 0 || tokens[i].has(Token.SPACE_BEFORE)) {
        out.write(' ');
      }
      write(tokens[i].bytes());
    }
    printed = true;
    previous = null;
    out.write('\n');
    line++;
    printed = false;
  }

  private void write(byte[] bytes) {
    out.write(bytes, 0, bytes.length);
  }

  private void write(String text) {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  // Lines.

  @Override
  public void lineStart(Token token) {
    moveTo(token);
  }

  /** Goes to the token's line and column. */
  private boolean moveTo(Token token) {
    if (token.kind == TokenKind.END_OF_FILE || token.kind == TokenKind.PRAGMA) {
      return false;
    }
    if (pendingMain) {
      enterMain();
    }
    boolean marked = maybePrintLine(token.loc);
    previous = null;
    source = null;
    Position position = sources.position(token.loc);
    int spaces = position == null ? 0 : position.column() - 2;
    printed = true;
    for (int i = 0; i < spaces; i++) {
      out.write(' ');
    }
    return marked;
  }

  private boolean maybePrintLine(int loc) {
    if (pendingMain) {
      enterMain();
    }
    if (printed) {
      out.write('\n');
      line++;
      printed = false;
    }
    int wanted = sources.line(loc);
    if (!lineMarkers) {
      line = wanted;
      return false;
    }
    if (wanted >= line && wanted < line + 8) {
      while (wanted > line) {
        out.write('\n');
        line++;
      }
      return false;
    }
    printMarker(loc, "");
    return true;
  }

  private void printMarker(int loc, String flags) {
    if (printed) {
      out.write('\n');
    }
    printed = false;
    Position position = sources.position(loc);
    if (!lineMarkers || position == null) {
      return;
    }
    line = position.line();
    String name = position.file();
    if (name.equals(Preprocessor.BUILT_IN) || name.equals(Preprocessor.COMMAND_LINE)) {
      line = 0;
    }
    marker(line, name, flags + (sources.isSystem(loc) ? " 3" : ""));
  }

  private void marker(int number, String name, String flags) {
    if (lineMarkers) {
      String quoted = markerName(name).replace("\\", "\\\\").replace("\"", "\\\"");
      write("# " + number + " \"" + quoted + "\"" + flags + "\n");
    }
  }

  /**
   * The compiler's own headers by the names of their copies, since builds take dependencies from
   * markers (Perl's makedepend). Where there are none, names in angle brackets are taken by ccache,
   * as {@code <built-in>} is, for what need not be looked at.
   */
  private String markerName(String name) {
    String folder = PreprocessorOptions.BUILTIN_HEADERS + "/";
    if (!name.startsWith(folder)) {
      return name;
    }
    String header = name.substring(folder.length());
    String copies = pp.options.builtinHeaderCopies;
    return copies == null ? "<ferry/" + header + ">" : copies + "/" + header;
  }

  // Files.

  @Override
  public void entered(int loc, int includedAt) {
    if (first) {
      first = false;
      if (!pp.options.preprocessed) {
        Position main = sources.position(loc);
        marker(0, main == null ? "" : main.file(), "");
        marker(0, Preprocessor.BUILT_IN, "");
        dumpPredefined();
        marker(0, Preprocessor.COMMAND_LINE, "");
        line = 0;
        pendingMain = true;
        mainStart = loc;
      } else {
        line = 1;
      }
      return;
    }
    if (isCommandLine(includedAt)) {
      pendingMain = false;
    } else {
      maybePrintLine(includedAt);
    }
    printMarker(loc, " 1");
  }

  private boolean isCommandLine(int loc) {
    SourceFile file = sources.file(loc);
    return file != null && file.name().equals(Preprocessor.COMMAND_LINE);
  }

  private void enterMain() {
    pendingMain = false;
    printMarker(mainStart, "");
  }

  @Override
  public void left(int loc) {
    printMarker(loc, " 2");
    pendingMain = isCommandLine(loc);
  }

  @Override
  public void renamed(int loc) {
    if (!pendingMain) {
      printMarker(loc, "");
    } else if (lineMarkers) {
      enterMain();
      printMarker(loc, "");
    }
  }

  // Definitions.

  @Override
  public void defined(Macro macro, int loc) {
    if (dump == Dump.DEFINITIONS || dump == Dump.NAMES) {
      maybePrintLine(loc);
      write("#define " + (dump == Dump.NAMES ? macro.name.name() : macro.text()));
      printed = true;
    }
  }

  @Override
  public void undefined(Identifier name, int loc) {
    if (dump == Dump.DEFINITIONS || dump == Dump.NAMES) {
      maybePrintLine(loc);
      write("#undef " + name.name());
      printed = true;
    }
  }

  @Override
  public void ident(String text, int loc) {
    maybePrintLine(loc);
    write("#ident " + text + "\n");
    line++;
  }

  @Override
  public void included(String text, int loc) {
    if (dumpIncludes) {
      maybePrintLine(loc);
      write("#" + text);
      printed = true;
      write("\n");
      line++;
      printed = false;
    }
  }

  private void dumpPredefined() {
    if (dump == Dump.DEFINITIONS || dump == Dump.NAMES) {
      dumpMacros();
    }
  }

  private void dumpMacros() {
    java.util.List<Macro> macros = new java.util.ArrayList<>();
    pp.identifiers.forEach(name -> {
      if (name.macro instanceof Macro macro && macro.builtin == null) {
        macros.add(macro);
      }
    });
    macros.sort(java.util.Comparator.comparingInt(macro -> macro.loc));
    for (Macro macro : macros) {
      write("#define " + macro.text() + "\n");
    }
  }

  /** Whether two adjacent tokens would be read as something else. */
  private boolean wouldPaste(Token left, Token right) {
    TokenKind b = right.kind;
    char c = b.isPunctuator() ? right.spelling().charAt(0) : 0;
    return switch (left.kind) {
      case GREATER -> c == '>' || c == '=';
      case LESS -> c == '<' || c == '%' || c == ':' || c == '=';
      case PLUS -> c == '+' || c == '=';
      case MINUS -> c == '-' || c == '>' || c == '=';
      case SLASH -> c == '/' || c == '*' || c == '=';
      case PERCENT -> c == ':' || c == '%' || c == '=';
      case AMPERSAND -> c == '&' || c == '=';
      case PIPE -> c == '|' || c == '=';
      case ASSIGN, NOT, STAR, CARET, SHIFT_LEFT, SHIFT_RIGHT -> c == '=';
      case COLON -> c == '>' || c == ':' && pp.options.dialect.atLeast(Standard.C23);
      case DOT -> c == '.' || c == '%' || b == TokenKind.NUMBER;
      case HASH -> c == '#' || c == '%';
      case IDENTIFIER ->
          b == TokenKind.NUMBER && Character.isJavaIdentifierStart(right.bytes()[0])
              || b == TokenKind.NUMBER && isDigits(right)
              || b == TokenKind.IDENTIFIER
              || b == TokenKind.CHARACTER
              || b == TokenKind.STRING;
      case NUMBER ->
          b == TokenKind.NUMBER
              || b == TokenKind.IDENTIFIER
              || b == TokenKind.CHARACTER
              || c == '.'
              || c == '+'
              || c == '-';
      case OTHER -> left.bytes()[0] == '\\' && b == TokenKind.IDENTIFIER;
      default -> false;
    };
  }

  private static boolean isDigits(Token number) {
    for (byte c : number.bytes()) {
      if (!Character.isLetterOrDigit(c) && c != '_') {
        return false;
      }
    }
    return true;
  }
}
