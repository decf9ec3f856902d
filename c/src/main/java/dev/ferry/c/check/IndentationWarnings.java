package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.base.source.Position;
import dev.ferry.c.syntax.BlockItem;
import dev.ferry.c.syntax.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * -Wmisleading-indentation: the statement after an unbraced body is indented like the body, so that
 * it looks guarded too.
 */
final class IndentationWarnings {
  private static final int TAB = 8;
  private final Unit unit;

  IndentationWarnings(Unit unit) {
    this.unit = unit;
  }

  /** Looks at the guards that end an item of a block, and what follows them. */
  void check(List<BlockItem> items) {
    for (int i = 0; i + 1 < items.size(); i++) {
      BlockItem next = items.get(i + 1);
      if (next instanceof Statement.Null) {
        continue;
      }
      Guard guard = guard(items.get(i));
      while (guard != null) {
        if (misleads(guard, next)) {
          report(guard, next);
        }
        guard = guard(guard.body);
      }
    }
  }

  private record Guard(int loc, String keyword, Statement body) {}

  /** The last guard of a statement, unless its body is in braces. */
  private static @Nullable Guard guard(BlockItem item) {
    Guard guard =
        switch (withoutLabels(item)) {
          case Statement.If s -> {
            Statement otherwise = s.otherwise();
            yield otherwise == null
                ? new Guard(s.loc(), "if", s.then())
                : new Guard(s.elseLoc(), "else", otherwise);
          }
          case Statement.While s -> new Guard(s.loc(), "while", s.body());
          case Statement.For s -> new Guard(s.loc(), "for", s.body());
          default -> null;
        };
    return guard == null || guard.body instanceof Statement.Compound ? null : guard;
  }

  private static BlockItem withoutLabels(BlockItem item) {
    BlockItem at = item;
    while (true) {
      switch (at) {
        case Statement.Labeled s -> at = s.body();
        case Statement.Case s -> at = s.body();
        case Statement.Default s -> at = s.body();
        default -> {
          return at;
        }
      }
    }
  }

  private void report(Guard guard, BlockItem next) {
    unit.report(MISLEADING_INDENTATION, guard.loc, guard.keyword)
        .note(
            next.start(),
            "...this statement, but the latter is misleadingly indented as if it were guarded by"
                + " the ‘%s’",
            guard.keyword);
  }

  /** The rules of GCC's should_warn_for_misleading_indentation. */
  private boolean misleads(Guard guard, BlockItem next) {
    Position at = position(guard.loc);
    Position body = position(guard.body.start());
    Position after = position(next.start());
    if (at == null || body == null || after == null || after.source() != body.source()) {
      return false;
    }
    if (body.offset() == at.offset() || body.offset() == after.offset()) {
      return false; // one macro wrote both
    }
    if (after.line() == body.line()) {
      return at.line() < body.line() || isFirst(at);
    }
    if (!isFirst(after)) {
      return false;
    }
    if (!(guard.body instanceof Statement.Null)) {
      return column(after) == column(body) && isAligned(guard, at, body, after);
    }
    if (body.line() == at.line()) {
      return column(after) > indent(at)
          || next instanceof Statement.Compound && column(after) == indent(at);
    }
    // A comment before it hides the semicolon.
    return !isFirst(body) && column(after) > indent(at) && isAligned(guard, at, body, after);
  }

  /** Whether a body and what follows it, in one column, look like a block inside the guard. */
  private static boolean isAligned(Guard guard, Position at, Position body, Position after) {
    int guardColumn = guard.keyword.equals("else") ? indent(at) : column(at);
    int bodyColumn = column(body);
    return guardColumn != bodyColumn
        && bodyColumn > indent(at)
        && !hasUnindentBetween(body, after, Math.min(bodyColumn, column(after)));
  }

  /** Whether a line between the two begins further left: a directive, or a comment. */
  private static boolean hasUnindentBetween(Position body, Position after, int column) {
    for (int line = body.line() + 1; line < after.line(); line++) {
      String text = body.source().lineText(line);
      if (!text.isBlank() && column(text, indentation(text)) < column) {
        return true;
      }
    }
    return false;
  }

  /** Null where a {@code #line} says that the text is generated. */
  private @Nullable Position position(int loc) {
    Position p = unit.diagnostics.sources().position(loc);
    return p == null || p.line() != p.source().line(p.offset()) ? null : p;
  }

  private static boolean isFirst(Position p) {
    return indent(p) == column(p);
  }

  /** The visual column of a position, from 0. */
  private static int column(Position p) {
    return column(p.source().lineText(p.line()), p.column() - 1);
  }

  /** The visual column of the first character of a position's line. */
  private static int indent(Position p) {
    String line = p.source().lineText(p.line());
    return column(line, indentation(line));
  }

  private static int indentation(String line) {
    int i = 0;
    while (i < line.length() && Character.isWhitespace(line.charAt(i))) {
      i++;
    }
    return i;
  }

  private static int column(String line, int length) {
    int column = 0;
    for (int i = 0; i < Math.min(length, line.length()); i++) {
      column += line.charAt(i) == '\t' ? TAB - column % TAB : 1;
    }
    return column;
  }
}
