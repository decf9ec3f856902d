package dev.ferry.explorer.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of a request's JSON object, with their types checked. */
public final class Request {
  private final Map<?, ?> members;

  private Request(Map<?, ?> members) {
    this.members = members;
  }

  /** Reads a request's body. */
  public static Request of(String body) throws JsonReader.FormatException {
    if (JsonReader.read(body) instanceof Map<?, ?> members) {
      return new Request(members);
    }
    throw new JsonReader.FormatException("an object expected");
  }

  private JsonReader.FormatException wrong(String name, String expected) {
    return new JsonReader.FormatException("‘" + name + "’: " + expected + " expected");
  }

  /** A text; empty where there is none. */
  public String text(String name) throws JsonReader.FormatException {
    return switch (members.get(name)) {
      case null -> "";
      case String text -> text;
      default -> throw wrong(name, "a text");
    };
  }

  /** A whole number; {@code otherwise} where there is none. */
  public long number(String name, long otherwise) throws JsonReader.FormatException {
    return switch (members.get(name)) {
      case null -> otherwise;
      case Double number -> number.longValue();
      default -> throw wrong(name, "a number");
    };
  }

  /** True where it says so. */
  public boolean flag(String name) throws JsonReader.FormatException {
    return switch (members.get(name)) {
      case null -> false;
      case Boolean flag -> flag;
      default -> throw wrong(name, "true or false");
    };
  }

  /** Texts; none where there is no such member. */
  public List<String> texts(String name) throws JsonReader.FormatException {
    Object value = members.get(name);
    List<String> texts = new ArrayList<>();
    if (value == null) {
      return texts;
    }
    if (!(value instanceof List<?> list)) {
      throw wrong(name, "a list of texts");
    }
    for (@Nullable Object item : list) {
      if (!(item instanceof String text)) {
        throw wrong(name, "a list of texts");
      }
      texts.add(text);
    }
    return texts;
  }
}
