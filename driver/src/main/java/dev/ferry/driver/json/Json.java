package dev.ferry.driver.json;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON (RFC 8259). A record is an object with a member for each component that is not
 * null, an enum constant its name in lower case with hyphens, a list an array, a map an object. The
 * schemas under {@code docs/json} describe the same records.
 */
public final class Json {
  private static final char[] HEX = "0123456789abcdef".toCharArray();
  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return new Shape(type);
        }
      };

  private final StringBuilder out;

  private Json(StringBuilder out) {
    this.out = out;
  }

  /** What a record's members are called, each name as it is written. */
  private static final class Shape {
    final RecordComponent[] components;
    final String[] keys;

    Shape(Class<?> type) {
      components = type.getRecordComponents();
      keys = new String[components.length];
      for (int i = 0; i < components.length; i++) {
        components[i].getAccessor().setAccessible(true);
        keys[i] = "\"" + components[i].getName() + "\":";
      }
    }
  }

  /** The document on one line, without line end. */
  public static String of(Record document) {
    StringBuilder out = new StringBuilder(1 << 14);
    new Json(out).value(document);
    return out.toString();
  }

  /** How an enum constant is written. */
  public static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void value(Object value) {
    switch (value) {
      case String text -> string(text);
      case Record record -> record(record);
      case Collection<?> list -> array(list);
      case Map<?, ?> map -> map(map);
      case Enum<?> constant -> string(name(constant));
      case Double number -> number(number);
      case Number number -> out.append(number);
      case Boolean flag -> out.append(flag.booleanValue());
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }

  private void number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      out.append('0');
    } else {
      out.append(value);
    }
  }

  private void record(Record record) {
    Shape shape = SHAPES.get(record.getClass());
    out.append('{');
    boolean more = false;
    for (int i = 0; i < shape.keys.length; i++) {
      Object value = component(record, shape.components[i]);
      if (value != null) {
        out.append(more ? "," : "").append(shape.keys[i]);
        value(value);
        more = true;
      }
    }
    out.append('}');
  }

  private static @Nullable Object component(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private void array(Collection<?> list) {
    out.append('[');
    boolean more = false;
    for (Object element : list) {
      out.append(more ? "," : "");
      value(element);
      more = true;
    }
    out.append(']');
  }

  private void map(Map<?, ?> map) {
    out.append('{');
    boolean more = false;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(more ? "," : "");
      string(String.valueOf(entry.getKey()));
      out.append(':');
      value(entry.getValue());
      more = true;
    }
    out.append('}');
  }

  private void string(String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || Character.isSurrogate(c) && !isPaired(value, i) || c == '<') {
            // A ‘<’ is escaped so that a document can stand inside a page's script element.
            unicode(c);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private void unicode(char c) {
    out.append("\\u").append(HEX[c >> 12]).append(HEX[c >> 8 & 15]);
    out.append(HEX[c >> 4 & 15]).append(HEX[c & 15]);
  }

  private static boolean isPaired(String value, int i) {
    return Character.isHighSurrogate(value.charAt(i))
        ? i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
  }
}
