package dev.ferry.driver.explain;

import dev.ferry.base.source.Position;
import dev.ferry.base.source.SourceMap;
import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.typed.Label;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.TypePrinter;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints a tree of records as an indented outline: the record's name, its plain components in a
 * line, its children below. Works for the syntax tree by the records' own shape.
 */
final class TreeText {
  private final SourceMap sources;
  private final StringBuilder out = new StringBuilder();

  TreeText(SourceMap sources) {
    this.sources = sources;
  }

  /** The outline of one tree. */
  String print(Record root) {
    node("", root, 0);
    return out.toString();
  }

  private void node(String label, Record record, int depth) {
    out.append("  ".repeat(depth)).append(label);
    out.append(record.getClass().getSimpleName());
    RecordComponent[] components = record.getClass().getRecordComponents();
    for (RecordComponent component : components) {
      Object value = value(component, record);
      if (isPlain(value) && !isPlace(component.getName())) {
        appendPlain(component.getName(), value);
      }
    }
    appendPlace(record, components);
    out.append('\n');
    for (RecordComponent component : components) {
      children(component.getName(), value(component, record), depth + 1);
    }
  }

  private void children(String name, @Nullable Object value, int depth) {
    if (value instanceof Record record && !isPlain(value)) {
      node(name + ": ", record, depth);
    } else if (value instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof Record record && !isPlain(element)) {
          node(list.size() == 1 ? name + ": " : "", record, depth);
        }
      }
    }
  }

  private static boolean isPlain(@Nullable Object value) {
    return value instanceof Number
        || value instanceof Variable
        || value instanceof FunctionSymbol
        || value instanceof Label
        || value instanceof CType
        || value instanceof String
        || value instanceof Boolean
        || value instanceof Enum<?>
        || value instanceof byte[];
  }

  private static boolean isPlace(String name) {
    return name.equals("loc") || name.equals("end") || name.endsWith("Loc");
  }

  private void appendPlain(String name, @Nullable Object value) {
    if (value instanceof Boolean flag) {
      if (flag) {
        out.append(' ').append(name);
      }
    } else if (value instanceof byte[] bytes) {
      out.append(" \"").append(escape(bytes)).append('"');
    } else if (value instanceof String text) {
      out.append(' ').append(text);
    } else if (value instanceof CType type) {
      out.append(" ‘").append(TypePrinter.print(type)).append('’');
    } else if (value instanceof Label label) {
      out.append(' ').append(label.name);
    } else if (value instanceof Variable || value instanceof FunctionSymbol) {
      out.append(' ').append(value);
    } else if (value instanceof Enum<?> constant) {
      if (!constant.name().equals("NONE")) {
        out.append(' ').append(constant.name().toLowerCase(java.util.Locale.ROOT));
      }
    } else if (!(name.equals("qualifiers") && Integer.valueOf(0).equals(value))) {
      out.append(' ').append(name.equals("value") ? "" : name + "=").append(value);
    }
  }

  private static String escape(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      switch (b) {
        case '\n' -> text.append("\\n");
        case '\t' -> text.append("\\t");
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        default -> {
          if (b >= 32 && b < 127) {
            text.append((char) b);
          } else {
            text.append(String.format("\\x%02x", b));
          }
        }
      }
    }
    return text.toString();
  }

  private void appendPlace(Record record, RecordComponent[] components) {
    for (RecordComponent component : components) {
      if (component.getName().equals("loc")
          && value(component, record) instanceof Integer loc
          && loc > 0) {
        Position position = sources.position(loc);
        if (position != null) {
          out.append("  @").append(position.line()).append(':').append(position.column());
          if (sources.isMacro(loc)) {
            out.append(" (macro ").append(sources.macroName(loc)).append(')');
          }
        }
      }
    }
  }

  private static @Nullable Object value(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
