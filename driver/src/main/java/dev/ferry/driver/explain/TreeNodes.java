package dev.ferry.driver.explain;

import dev.ferry.base.source.SourceMap;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.syntax.Node;
import dev.ferry.c.typed.FunctionDefinition;
import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.typed.Label;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.TypePrinter;
import dev.ferry.driver.explain.ExplainDocument.TreeNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Trees of records as nodes: the record's name, its plain components as text, the others as
 * children. Works for syntax tree and typed tree alike by the records' own shape.
 */
final class TreeNodes {
  private static final ClassValue<RecordComponent[]> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
          RecordComponent[] components = type.getRecordComponents();
          for (RecordComponent component : components) {
            component.getAccessor().setAccessible(true);
          }
          return components;
        }
      };

  private final Spans spans;
  private final SourceMap sources;
  private final String prefix;
  private int next;

  /**
   * @param prefix of the ids: {@code s} or {@code y}
   */
  TreeNodes(Spans spans, String prefix) {
    this.spans = spans;
    this.sources = spans.sources();
    this.prefix = prefix;
  }

  /** A node of the syntax tree with all below it. */
  TreeNode syntax(Record root) {
    return node("", root);
  }

  /** A function of the typed tree. */
  TreeNode function(FunctionDefinition function) {
    String id = prefix + next++;
    List<TreeNode> children = List.of(node("body", function.body()));
    return new TreeNode(
        id,
        "",
        "Function",
        function.symbol().name,
        TypePrinter.print(function.symbol().type),
        spans.of(function.loc(), function.end()),
        null,
        children);
  }

  /** Tells the spans how far expressions reach, without making nodes. */
  void extents(Record record) {
    if (record instanceof Expr expression) {
      spans.extent(expression.loc(), expression.start(), expression.end());
    }
    for (RecordComponent component : COMPONENTS.get(record.getClass())) {
      Object value = value(component, record);
      if (value instanceof Record child) {
        extents(child);
      } else if (value instanceof List<?> list) {
        for (Object element : list) {
          if (element instanceof Record child) {
            extents(child);
          }
        }
      }
    }
  }

  private TreeNode node(String role, Record record) {
    String id = prefix + next++;
    RecordComponent[] components = COMPONENTS.get(record.getClass());
    StringBuilder text = new StringBuilder();
    String type = null;
    int loc = SourceMap.NONE;
    List<TreeNode> children = new ArrayList<>();
    for (RecordComponent component : components) {
      Object value = value(component, record);
      String name = component.getName();
      if (name.equals("loc") && value instanceof Integer place) {
        loc = place;
      } else if (name.equals("type") && value instanceof CType known) {
        type = TypePrinter.print(known);
      } else if (!isPlace(name)) {
        plain(text, name, value);
        children(children, name, value);
      }
    }
    if (record instanceof Node syntax) {
      loc = syntax.loc();
    }
    return new TreeNode(
        id,
        role,
        record.getClass().getSimpleName(),
        text.toString(),
        type != null ? type : typeOf(record),
        span(record, loc),
        sources.isMacro(loc) ? sources.macroName(loc) : null,
        children);
  }

  private static @Nullable String typeOf(Record record) {
    return record instanceof dev.ferry.c.typed.Expression expression
        ? TypePrinter.print(expression.type())
        : null;
  }

  private @Nullable Span span(Record record, int loc) {
    return record instanceof Node syntax ? spans.of(syntax.start(), syntax.end()) : spans.at(loc);
  }

  private void children(List<TreeNode> children, String name, @Nullable Object value) {
    if (value instanceof Record record && !isPlain(value)) {
      children.add(node(name, record));
    } else if (value instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof Record record && !isPlain(element)) {
          children.add(node(list.size() == 1 ? name : "", record));
        }
      }
    }
  }

  static boolean isPlain(@Nullable Object value) {
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

  private static void plain(StringBuilder out, String name, @Nullable Object value) {
    if (!isPlain(value) || saysNothing(name, value)) {
      return;
    }
    out.append(out.isEmpty() ? "" : " ");
    switch (value) {
      case Boolean _ -> out.append(name);
      case Enum<?> constant -> out.append(constant.name().toLowerCase(Locale.ROOT));
      case byte[] bytes -> out.append('"').append(escape(bytes)).append('"');
      case CType type -> out.append('‘').append(TypePrinter.print(type)).append('’');
      case Label label -> out.append(label.name);
      case Number number -> out.append(name.equals("value") ? "" : name + "=").append(number);
      case null -> {}
      default -> out.append(value);
    }
  }

  private static boolean saysNothing(String name, @Nullable Object value) {
    return switch (value) {
      case Boolean flag -> !flag;
      case Enum<?> constant -> constant.name().equals("NONE");
      case Integer number -> number == 0 && name.equals("qualifiers");
      case String text -> text.isEmpty();
      case null, default -> false;
    };
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

  private static @Nullable Object value(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
