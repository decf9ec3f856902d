package dev.ferry.explorer.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON document (RFC 8259). Objects become maps in order, arrays lists, numbers doubles,
 * the rest {@link String}, {@link Boolean} and null.
 */
public final class JsonReader {
  /** Deeper nesting is refused, so that no request can use up the stack. */
  private static final int MAX_DEPTH = 100;

  /** Thrown for text that is not JSON. */
  public static final class FormatException extends Exception {
    public FormatException(String message) {
      super(message);
    }
  }

  private final String text;
  private int at;
  private int depth;

  private JsonReader(String text) {
    this.text = text;
  }

  /** The value of a document. */
  public static @Nullable Object read(String text) throws FormatException {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value();
    reader.blanks();
    if (reader.at < text.length()) {
      throw reader.error("end of text expected");
    }
    return value;
  }

  private FormatException error(String message) {
    return new FormatException("JSON, character " + at + ": " + message);
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() throws FormatException {
    blanks();
    if (at >= text.length()) {
      throw error("the text ends too early");
    }
    return text.charAt(at);
  }

  private void expect(char c) throws FormatException {
    if (peek() != c) {
      throw error("‘" + c + "’ expected");
    }
    at++;
  }

  private @Nullable Object value() throws FormatException {
    char first = peek();
    return switch (first) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private @Nullable Object word(String word, @Nullable Object value) throws FormatException {
    if (!text.startsWith(word, at)) {
      throw error("a value expected");
    }
    at += word.length();
    return value;
  }

  private void enter() throws FormatException {
    at++;
    if (++depth > MAX_DEPTH) {
      throw error("nested too deeply");
    }
  }

  private Map<String, @Nullable Object> object() throws FormatException {
    enter();
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    if (peek() != '}') {
      do {
        if (peek() != '"') {
          throw error("a name expected");
        }
        String name = string();
        expect(':');
        members.put(name, value());
      } while (more('}'));
    }
    at++;
    depth--;
    return members;
  }

  private List<@Nullable Object> array() throws FormatException {
    enter();
    List<@Nullable Object> items = new ArrayList<>();
    if (peek() != ']') {
      do {
        items.add(value());
      } while (more(']'));
    }
    at++;
    depth--;
    return items;
  }

  private boolean more(char end) throws FormatException {
    char c = peek();
    if (c == end) {
      return false;
    }
    expect(',');
    return true;
  }

  private Double number() throws FormatException {
    int start = at;
    while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    try {
      return Double.valueOf(text.substring(start, at));
    } catch (NumberFormatException e) {
      throw error("a value expected");
    }
  }

  private String string() throws FormatException {
    StringBuilder out = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return out.toString();
      }
      out.append(c == '\\' ? escaped() : c);
    }
    throw error("a string does not end");
  }

  private char escaped() throws FormatException {
    if (at >= text.length()) {
      throw error("a string does not end");
    }
    char c = text.charAt(at++);
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw error("‘\\" + c + "’ is no escape");
    };
  }

  private char unicode() throws FormatException {
    try {
      char c = (char) Integer.parseInt(text.substring(at, at + 4), 16);
      at += 4;
      return c;
    } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
      throw error("four hexadecimal digits expected");
    }
  }
}
