package dev.ferry.c.syntax;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The syntax tree as indented text: one line per node or per component that holds something.
 * Locations, absent parts and flags that are off are left out. For explanation and tests, so it
 * goes by reflection over the records.
 */
public final class SyntaxText {
  private static final int LINE_WIDTH = 96;

  private final StringBuilder out = new StringBuilder();

  private SyntaxText() {}

  /** The tree below {@code node}; ends with a newline. */
  public static String print(Node node) {
    SyntaxText text = new SyntaxText();
    text.value("", node, 0);
    return text.out.toString();
  }

  private void value(String label, @Nullable Object value, int indent) {
    String flat = flat(value);
    if (indent * 2 + label.length() + flat.length() <= LINE_WIDTH && !isBig(value)) {
      line(label + flat, indent);
      return;
    }
    switch (value) {
      case List<?> list -> {
        line(label.stripTrailing(), indent);
        for (Object element : list) {
          value("", element, indent + 1);
        }
      }
      case Record node -> {
        line(label + node.getClass().getSimpleName(), indent);
        for (RecordComponent component : node.getClass().getRecordComponents()) {
          Object part = part(node, component);
          if (!isEmpty(component, part)) {
            value(component.getName() + ": ", part, indent + 1);
          }
        }
      }
      case null, default -> line(label + flat, indent);
    }
  }

  /** Blocks and translation units always take several lines. */
  private static boolean isBig(@Nullable Object value) {
    return switch (value) {
      case Statement.Compound compound -> !compound.items().isEmpty();
      case TranslationUnit _, Declaration.FunctionDefinition _ -> true;
      case null, default -> false;
    };
  }

  private void line(String text, int indent) {
    out.repeat("  ", indent).append(text).append('\n');
  }

  private static String flat(@Nullable Object value) {
    return switch (value) {
      case null -> "none";
      case String text -> '"' + text + '"';
      case byte[] bytes -> '"' + escape(bytes) + '"';
      case List<?> list -> {
        StringBuilder text = new StringBuilder("[");
        for (Object element : list) {
          text.append(text.length() > 1 ? ", " : "").append(flat(element));
        }
        yield text.append(']').toString();
      }
      case Record node -> flatRecord(node);
      default -> value.toString();
    };
  }

  private static String flatRecord(Record node) {
    StringBuilder text = new StringBuilder(node.getClass().getSimpleName());
    StringBuilder parts = new StringBuilder();
    for (RecordComponent component : node.getClass().getRecordComponents()) {
      Object part = part(node, component);
      if (!isEmpty(component, part)) {
        parts.append(parts.isEmpty() ? "" : ", ");
        if (part instanceof Boolean) {
          parts.append(component.getName());
        } else if (part instanceof Integer set && component.getName().equals("qualifiers")) {
          parts.append(Qualifiers.text(set));
        } else {
          parts.append(flat(part));
        }
      }
    }
    return parts.isEmpty()
        ? text.toString()
        : text.append('(').append(parts).append(')').toString();
  }

  private static String escape(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      if (b >= ' ' && b < 0x7f && b != '"' && b != '\\') {
        text.append((char) b);
      } else {
        text.append(String.format(Locale.ROOT, "\\x%02x", b & 0xff));
      }
    }
    return text.toString();
  }

  private static @Nullable Object part(Record node, RecordComponent component) {
    try {
      return component.getAccessor().invoke(node);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isEmpty(RecordComponent component, @Nullable Object part) {
    String name = component.getName();
    return switch (part) {
      case null -> true;
      case Boolean flag -> !flag;
      case List<?> list -> list.isEmpty();
      case Integer number ->
          isLocation(name) || name.equals("unitSize") || number == 0 && !name.equals("value");
      case Enum<?> constant -> constant.name().equals("NONE") || constant.name().equals("REAL");
      default -> false;
    };
  }

  private static boolean isLocation(String name) {
    return name.equals("loc") || name.equals("end") || name.endsWith("Loc");
  }
}
