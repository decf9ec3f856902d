package dev.ferry.binutils.link;

/**
 * A place in the text of a linker script, and the words that can be read there. The language has
 * two lexical moods: patterns of files and sections, in which {@code *-/+} belong to names, and
 * expressions. Only the parsers know which one holds, so there are no tokens: they ask the cursor
 * for the kind of word they want. White space and comments before a word are skipped.
 */
final class ScriptCursor {
  /** What {@link #ahead} gives behind the end; no character of a text. */
  static final char END = '\uffff';

  private final String file;
  private final String text;
  private int at;

  ScriptCursor(String file, String text) {
    this.file = file;
    this.text = text;
  }

  /** The name of the script, for messages. */
  String file() {
    return file;
  }

  /** The place, to {@link #reset} to. */
  int mark() {
    return at;
  }

  void reset(int mark) {
    at = mark;
  }

  // --- Characters -------------------------------------------------------------------------------

  boolean atEnd() {
    return at >= text.length();
  }

  /** The character {@code distance} places from here, or {@link #END}. */
  char ahead(int distance) {
    return at + distance < text.length() ? text.charAt(at + distance) : END;
  }

  /** Whether exactly this stands here, with no space before it. */
  boolean startsWith(String token) {
    return text.startsWith(token, at);
  }

  void skip(int count) {
    at += count;
  }

  /** Skips white space, comments, and lines that begin with {@code #}. */
  void space() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '/' && text.startsWith("/*", at)) {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
          throw bad("unterminated comment");
        }
        at = end + 2;
      } else if (c == '#' && (at == 0 || text.charAt(at - 1) == '\n')) {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (c <= ' ') {
        at++;
      } else {
        return;
      }
    }
  }

  // --- Tokens -----------------------------------------------------------------------------------

  boolean peek(String token) {
    space();
    return text.startsWith(token, at);
  }

  boolean accept(String token) {
    space();
    if (text.startsWith(token, at)) {
      at += token.length();
      return true;
    }
    if (at >= text.length() && (token.equals(")") || token.equals("}") || token.equals("{"))) {
      throw bad("unexpected end of file, '" + token + "' expected");
    }
    return false;
  }

  boolean acceptWord(String word) {
    space();
    int end = at + word.length();
    if (text.startsWith(word, at) && (end >= text.length() || !isExprChar(text.charAt(end)))) {
      at = end;
      return true;
    }
    return false;
  }

  void expect(String token) {
    if (!accept(token)) {
      throw bad("syntax error: '" + token + "' expected");
    }
  }

  void expectOneOf(String... words) {
    for (String word : words) {
      if (acceptWord(word)) {
        return;
      }
    }
    throw bad("'" + words[0] + "' expected");
  }

  // --- Names ------------------------------------------------------------------------------------

  private static boolean isExprChar(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '$';
  }

  private static boolean isPatternChar(char c) {
    return c > ' ' && "(){};,\"".indexOf(c) < 0;
  }

  /** A name as expressions have it; empty if there is none. */
  String exprName() {
    space();
    int start = at;
    while (at < text.length() && isExprChar(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  /** The letters and digits of a number, {@code $} included. */
  String numberWord() {
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '$')) {
      at++;
    }
    return text.substring(start, at);
  }

  /** A name to assign to, which may be quoted; empty if there is none. */
  String symbolName() {
    return peek("\"") ? string() : exprName();
  }

  /** A name or pattern of files or sections, which may be quoted; empty if there is none. */
  String patternName() {
    if (peek("\"")) {
      return string();
    }
    int start = at;
    while (at < text.length() && isPatternChar(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  String patternNameWithoutColon() {
    if (peek("\"")) {
      return string();
    }
    int start = at;
    while (at < text.length() && isPatternChar(text.charAt(at)) && text.charAt(at) != ':') {
      at++;
    }
    return text.substring(start, at);
  }

  String nonEmpty(String name) {
    if (name.isEmpty()) {
      throw bad("syntax error");
    }
    return name;
  }

  /** One name in parentheses. */
  String argument() {
    expect("(");
    String name = nonEmpty(patternName());
    expect(")");
    return name;
  }

  /** A quoted string without its quotes, or a name. */
  String string() {
    if (!peek("\"")) {
      return nonEmpty(patternName());
    }
    int end = text.indexOf('"', at + 1);
    if (end < 0) {
      throw bad("unterminated string");
    }
    String value = text.substring(at + 1, end);
    at = end + 1;
    return value;
  }

  // --- Text as it is ----------------------------------------------------------------------------

  /** What stands before the next {@code close}, which is skipped. */
  String upTo(char close) {
    int end = text.indexOf(close, at);
    if (end < 0) {
      throw bad("syntax error");
    }
    String value = text.substring(at, end);
    at = end + 1;
    return value;
  }

  /** What stands before the {@code close} that belongs to an {@code open} already read. */
  String upToMatching(char open, char close, String unterminated) {
    int start = at;
    int depth = 1;
    while (depth > 0) {
      if (at >= text.length()) {
        throw bad(unterminated);
      }
      char c = text.charAt(at++);
      depth += c == open ? 1 : c == close ? -1 : 0;
    }
    return text.substring(start, at - 1);
  }

  /** An error at this place, to be thrown. */
  LinkException bad(String message) {
    return new LinkException(place() + ": " + message, true);
  }

  /** The script's name and the line. */
  String place() {
    int line = 1;
    for (int i = 0; i < Math.min(at, text.length()); i++) {
      if (text.charAt(i) == '\n') {
        line++;
      }
    }
    return file + ":" + line;
  }
}
