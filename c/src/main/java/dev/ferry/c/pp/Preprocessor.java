package dev.ferry.c.pp;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.source.SourceFile;
import dev.ferry.base.source.SourceMap;
import dev.ferry.c.lex.Dialect;
import dev.ferry.c.lex.Identifier;
import dev.ferry.c.lex.IdentifierTable;
import dev.ferry.c.lex.Keywords;
import dev.ferry.c.lex.Lexer;
import dev.ferry.c.lex.Token;
import dev.ferry.c.lex.TokenKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The preprocessor (C17 6.10): files in, tokens out. {@link #start} enters the predefined macros,
 * the command line and the main file, {@link #next} gives the tokens for the parser.
 */
public final class Preprocessor {
  /** Learns of what text output must show beside tokens. */
  interface Listener {
    /** The token is the first of its line in a file. */
    void lineStart(Token token);

    /** A file is entered; {@code loc} is its first byte. */
    void entered(int loc, int includedAt);

    /** A file was left; reading goes on at {@code loc}. */
    void left(int loc);

    /** {@code #line} changed what {@code loc} is called. */
    void renamed(int loc);

    void defined(Macro macro, int loc);

    void undefined(Identifier name, int loc);

    /** {@code #ident "text"}, quotes included. */
    void ident(String text, int loc);

    /** An include directive: {@code text} is its name and operand. */
    void included(String text, int loc);
  }

  static final String BUILT_IN = "<built-in>";
  static final String COMMAND_LINE = "<command-line>";

  final PreprocessorOptions options;
  final SourceMap sources;
  final Diagnostics diagnostics;
  final IdentifierTable identifiers = new IdentifierTable();
  final Dialect pasteDialect;
  final HeaderSearch search;
  final Expander expander;
  final BuiltinMacros builtins;
  final Directives directives;
  final Pragmas pragmas;
  final FileProvider files;
  @Nullable Listener listener;
  private @Nullable FileState current;
  private @Nullable Token lookahead;
  private boolean checkedUnused;
  private final Set<String> includedFiles = new LinkedHashSet<>();
  private final Set<String> systemFiles = new HashSet<>();
  private final @Nullable IncludeTree includeTree;

  /** While the implicit header is entered, which no list of headers tells of. */
  private boolean isPredefining;

  public Preprocessor(PreprocessorOptions options, FileProvider files, Diagnostics diagnostics) {
    this.options = options;
    this.includeTree = options.listIncludes ? new IncludeTree() : null;
    this.files = files;
    this.diagnostics = diagnostics;
    this.sources = diagnostics.sources();
    this.pasteDialect = options.dialect.withTrigraphs(false);
    this.search = new HeaderSearch(options, files);
    this.expander = new Expander(this);
    this.builtins = new BuiltinMacros(this);
    this.pragmas = new Pragmas(this);
    this.directives = new Directives(this);
    Keywords.enter(identifiers, options.dialect);
    if (!options.dialect.assembler()) {
      identifiers.intern("__VA_ARGS__").poisoned = true;
      identifiers.intern("__VA_OPT__").poisoned = true;
    }
  }

  /** The names that are defined as macros now, in no particular order. */
  public List<String> macroNames() {
    List<String> names = new ArrayList<>();
    identifiers.forEach(identifier -> {
      if (identifier.macro != null) {
        names.add(identifier.name());
      }
    });
    return names;
  }

  public IdentifierTable identifiers() {
    return identifiers;
  }

  public Dialect dialect() {
    return options.dialect;
  }

  public SourceMap sources() {
    return sources;
  }

  public Diagnostics diagnostics() {
    return diagnostics;
  }

  /**
   * The files included so far, in order of first inclusion, without the main file and the
   * compiler's own headers.
   *
   * @param system whether system headers count as well
   */
  public Set<String> includedFiles(boolean system) {
    if (system) {
      return includedFiles;
    }
    Set<String> files = new LinkedHashSet<>(includedFiles);
    files.removeAll(systemFiles);
    return files;
  }

  /** The headers in the order in which they were entered; null where nobody has asked for it. */
  public @Nullable IncludeTree includeTree() {
    return includeTree;
  }

  /** Reads the predefined macros and the command line, then enters the main file. */
  public void start(SourceFile main) {
    options.mainFile = main.name();
    builtins.define();
    if (!options.preprocessed) {
      if (!options.undef) {
        readAll(BUILT_IN, new PredefinedMacros(options).text());
      }
      readAll(COMMAND_LINE, commandLine());
    }
    enter(search.header(main), -1, SourceMap.NONE, false);
    if (!options.preprocessed) {
      preInclude();
    }
  }

  private String commandLine() {
    StringBuilder text = new StringBuilder();
    for (String option : options.macros) {
      String macro = option.substring(1);
      if (option.charAt(0) == 'U') {
        text.append("#undef ").append(macro).append('\n');
      } else {
        int equals = macro.indexOf('=');
        text.append("#define ")
            .append(equals < 0 ? macro : macro.substring(0, equals))
            .append(' ')
            .append(equals < 0 ? "1" : macro.substring(equals + 1))
            .append('\n');
      }
    }
    return text.toString();
  }

  /** Reads the files of {@code -imacros}; enters those of {@code -include}, to be read first. */
  private void preInclude() {
    int base = sources.addFile(SourceFile.of(COMMAND_LINE, "\n"), SourceMap.NONE);
    FileState main = current;
    Listener kept = listener;
    listener = null;
    for (String file : options.macroIncludes) {
      current = null; // so that its end is an end, and not the main file's first token
      directives.includeFromCommandLine(file, false, base);
      skipToEnd();
    }
    current = main;
    listener = kept;
    for (int i = options.includes.size() - 1; i >= 0; i--) {
      directives.includeFromCommandLine(options.includes.get(i), false, base);
    }
    if (options.hosted && !options.dialect.assembler()) {
      isPredefining = true;
      directives.includeFromCommandLine("stdc-predef.h", true, base);
      isPredefining = false;
    }
  }

  private void readAll(String name, String text) {
    FileState outer = current;
    Listener kept = listener;
    listener = null;
    enter(search.header(SourceFile.of(name, text)), -1, SourceMap.NONE, true);
    skipToEnd();
    current = outer;
    listener = kept;
  }

  /** Reads what was entered for its directives alone. */
  private void skipToEnd() {
    while (current != null && lexBase().kind != TokenKind.END_OF_FILE) {
      // Directives act as they are read.
    }
  }

  /** The next token for the parser: keywords are marked as such, pragmas are one token. */
  public Token next() {
    while (true) {
      Token token = expander.next();
      TokenKind kind = token.kind;
      if (kind == TokenKind.IDENTIFIER) {
        Identifier identifier = token.identifier();
        token.kind = identifier.keyword;
        identifier.mentions++;
        if (identifier.poisoned) {
          usePoisoned(token);
        }
        return token;
      }
      if (kind != TokenKind.PADDING && kind != TokenKind.COMMENT) {
        return token;
      }
    }
  }

  void usePoisoned(Token token) {
    String name = token.spelling();
    switch (name) {
      case "__VA_ARGS__" -> diagnostics.report(PpDiagnostic.VA_ARGS_OUTSIDE, token.loc);
      case "__VA_OPT__" -> {
        // A plain identifier before C23 wherever it is not GNU's.
      }
      default -> diagnostics.report(PpDiagnostic.POISONED, token.loc, name);
    }
  }

  /** Where reading has come to, for errors that no token stands for. */
  public int location() {
    return current == null ? SourceMap.NONE : current.lexer.location();
  }

  /** The place of a token, for the end of a file that of its last byte. */
  int lastLocation(Token token) {
    boolean end = token.kind == TokenKind.END_OF_FILE && token.loc > sources.fileStart(token.loc);
    return end ? token.loc - 1 : token.loc;
  }

  /** The file being read. */
  FileState file() {
    FileState file = current;
    if (file == null) {
      throw new IllegalStateException("no file is open");
    }
    return file;
  }

  boolean inDirective() {
    return current != null && current.lexer.inDirective;
  }

  void backUp(Token token) {
    // The end of a directive is found again by itself.
    if (token.kind != TokenKind.END_OF_LINE) {
      lookahead = token;
    }
  }

  /** The next token of the current file, directives obeyed, nothing expanded. */
  Token lexBase() {
    Token token = lookahead;
    if (token != null) {
      lookahead = null;
      if (listener != null && token.has(Token.LINE_START) && expander.parsingArguments == 0) {
        listener.lineStart(token);
      }
      return token;
    }
    while (true) {
      FileState file = current;
      if (file == null) {
        return new Token(TokenKind.END_OF_FILE, Token.LINE_START, SourceMap.NONE, null);
      }
      token = file.lexer.next();
      if (token.kind == TokenKind.HASH && token.has(Token.LINE_START) && !file.lexer.inDirective) {
        Token result = directives.handle(token);
        if (result == null) {
          continue;
        }
        return result;
      }
      if (token.kind == TokenKind.END_OF_FILE) {
        if (file.includer == null || !leave(file)) {
          directives.checkConditionals(file);
          if (!checkedUnused
              && file.header.path.equals(options.mainFile)
              && diagnostics.isEnabled(PpDiagnostic.UNUSED_MACRO)) {
            checkedUnused = true;
            checkUnused(file);
          }
          return token;
        }
        continue;
      }
      file.outside = true;
      if (expander.parsingArguments == 2) {
        if (token.has(Token.LINE_START)) {
          token.flags |= Token.SPACE_BEFORE;
        }
      } else if (listener != null
          && token.has(Token.LINE_START)
          && expander.parsingArguments == 0
          && token.kind != TokenKind.END_OF_LINE) {
        listener.lineStart(token);
      }
      return token;
    }
  }

  /** Reports the macros of the main file that were never used ({@code -Wunused-macros}). */
  private void checkUnused(FileState main) {
    java.util.List<Macro> unused = new java.util.ArrayList<>();
    identifiers.forEach(name -> {
      if (name.macro instanceof Macro macro
          && !macro.used
          && macro.builtin == null
          && sources.fileStart(macro.loc) == main.lexer.base()) {
        unused.add(macro);
      }
    });
    unused.sort(java.util.Comparator.comparingInt(macro -> macro.loc));
    for (Macro macro : unused) {
      diagnostics.report(PpDiagnostic.UNUSED_MACRO, macro.loc, macro.name.name());
    }
  }

  void enter(HeaderSearch.Header header, int chainIndex, int includedAt, boolean system) {
    int base;
    try {
      base = sources.addFile(header.source, includedAt, system);
    } catch (SourceMap.Overflow e) {
      diagnostics.report(PpDiagnostic.INPUT_TOO_LARGE, includedAt);
      return;
    }
    Lexer lexer =
        new Lexer(
            header.text, header.source.length(), base, identifiers, options.dialect, diagnostics);
    lexer.keepComments = options.keepComments;
    if (includedAt != SourceMap.NONE
        && !header.path.startsWith(PreprocessorOptions.BUILTIN_HEADERS)) {
      includedFiles.add(header.path);
      if (system) {
        systemFiles.add(header.path);
      }
    }
    FileState file = new FileState(lexer, header, current, chainIndex, includedAt, system);
    current = file;
    if (includeTree != null && file.depth > 0 && !isPredefining) {
      includeTree.enter(header, file.depth);
    }
    if (listener != null) {
      listener.entered(base, includedAt);
    }
  }

  /** A header that is not there yet, in the list of those that were read ({@code -MG}). */
  void missing(String name) {
    includedFiles.add(name);
  }

  /** Ends an included file; false for the main one. */
  private boolean leave(FileState file) {
    directives.checkConditionals(file);
    if (!file.outside && file.guard != null) {
      file.header.guard = file.guard;
    }
    current = file.includer;
    if (listener != null && current != null) {
      listener.left(
          file.includedAt != SourceMap.NONE
                  && sources.fileStart(file.includedAt) != current.lexer.base()
              ? file.includedAt
              : current.lexer.location());
    }
    return true;
  }
}
