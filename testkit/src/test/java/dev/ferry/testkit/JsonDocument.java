package dev.ferry.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) strictly into maps, lists, strings, longs, doubles and booleans, and checks
 * it against the part of JSON Schema that {@link JsonSchema} writes.
 */
final class JsonDocument {
  private final String text;
  private int at;

  private JsonDocument(String text) {
    this.text = text;
  }

  /**
   * @throws IllegalArgumentException if the text is not one JSON value
   */
  static Object parse(String text) {
    JsonDocument reader = new JsonDocument(text);
    Object value = reader.value();
    reader.blanks();
    if (reader.at != text.length()) {
      throw reader.error("nothing more");
    }
    return value;
  }

  private IllegalArgumentException error(String wanted) {
    int end = Math.min(text.length(), at + 40);
    return new IllegalArgumentException(
        "at " + at + ": " + wanted + " expected: " + text.substring(Math.min(at, end), end));
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean take(char c) {
    blanks();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void require(char c) {
    if (!take(c)) {
      throw error("‘" + c + "’");
    }
  }

  private Object value() {
    blanks();
    if (at >= text.length()) {
      throw error("a value");
    }
    return switch (text.charAt(at)) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      default -> number();
    };
  }

  private Object word(String word, boolean value) {
    if (!text.startsWith(word, at)) {
      throw error(word);
    }
    at += word.length();
    return value;
  }

  private Object number() {
    int start = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String digits = text.substring(start, at);
    if (!digits.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
      throw error("a value");
    }
    return digits.matches("-?[0-9]+") ? (Object) Long.valueOf(digits) : Double.valueOf(digits);
  }

  private Map<String, Object> object() {
    Map<String, Object> members = new LinkedHashMap<>();
    require('{');
    if (take('}')) {
      return members;
    }
    do {
      blanks();
      String key = string();
      require(':');
      if (members.put(key, value()) != null) {
        throw error("another key than " + key);
      }
    } while (take(','));
    require('}');
    return members;
  }

  private List<Object> array() {
    List<Object> elements = new ArrayList<>();
    require('[');
    if (take(']')) {
      return elements;
    }
    do {
      elements.add(value());
    } while (take(','));
    require(']');
    return elements;
  }

  private String string() {
    require('"');
    StringBuilder out = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      if (c < 0x20) {
        throw error("no control character");
      }
      out.append(c == '\\' ? escape() : c);
    }
    require('"');
    return out.toString();
  }

  private char escape() {
    char c = text.charAt(at++);
    int simple = "\"\\/bfnrt".indexOf(c);
    if (simple >= 0) {
      return "\"\\/\b\f\n\r\t".charAt(simple);
    }
    if (c != 'u') {
      throw error("an escape");
    }
    at += 4;
    return (char) Integer.parseInt(text.substring(at - 4, at), 16);
  }

  // ---- schema

  /** What is wrong with a document; empty if it keeps to the schema. */
  static List<String> violations(Object document, String schema) {
    List<String> found = new ArrayList<>();
    Map<?, ?> root = (Map<?, ?>) parse(schema);
    check(document, root, root, "$", found);
    return found;
  }

  private static void check(
      @Nullable Object value, Map<?, ?> rule, Map<?, ?> root, String path, List<String> found) {
    Map<?, ?> shape = rule;
    if (rule.get("$ref") instanceof String reference) {
      Map<?, ?> definitions = (Map<?, ?>) at(root, "$defs");
      shape = (Map<?, ?>) at(definitions, reference.substring("#/$defs/".length()));
    }
    if (shape.get("enum") instanceof List<?> allowed && !allowed.contains(value)) {
      found.add(path + ": " + value + " is none of " + allowed);
    }
    if (shape.get("type") instanceof String type && !hasType(value, type)) {
      found.add(path + ": no " + type);
      return;
    }
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        check(list.get(i), (Map<?, ?>) at(shape, "items"), root, path + "[" + i + "]", found);
      }
    } else if (value instanceof Map<?, ?> map) {
      checkObject(map, shape, root, path, found);
    }
  }

  private static void checkObject(
      Map<?, ?> map, Map<?, ?> shape, Map<?, ?> root, String path, List<String> found) {
    if (shape.get("required") instanceof List<?> required) {
      for (Object key : required) {
        if (!map.containsKey(key)) {
          found.add(path + ": lacks " + key);
        }
      }
    }
    Map<?, ?> properties = shape.get("properties") instanceof Map<?, ?> some ? some : Map.of();
    for (Map.Entry<?, ?> member : map.entrySet()) {
      String below = path + "." + member.getKey();
      if (properties.get(member.getKey()) instanceof Map<?, ?> rule) {
        check(member.getValue(), rule, root, below, found);
      } else if (shape.get("additionalProperties") instanceof Map<?, ?> rule) {
        check(member.getValue(), rule, root, below, found);
      } else {
        found.add(below + ": not in the schema");
      }
    }
  }

  private static Object at(Map<?, ?> map, String key) {
    Object value = map.get(key);
    if (value == null) {
      throw new IllegalArgumentException("the schema lacks " + key);
    }
    return value;
  }

  private static boolean hasType(@Nullable Object value, String type) {
    return switch (type) {
      case "object" -> value instanceof Map<?, ?>;
      case "array" -> value instanceof List<?>;
      case "string" -> value instanceof String;
      case "boolean" -> value instanceof Boolean;
      case "integer" -> value instanceof Long;
      default -> value instanceof Number;
    };
  }
}
