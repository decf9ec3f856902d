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

  /** Looks at a guard, its body and what follows them in a block. */
  void check(List<BlockItem> items) {
    for (int i = 0; i + 1 < items.size(); i++) {
      Guard guard = guard(items.get(i));
      if (guard != null
          && items.get(i + 1) instanceof Statement next
          && !(next instanceof Statement.Null)
          && !(next instanceof Statement.Labeled)
          && !(next instanceof Statement.Case)
          && !(next instanceof Statement.Default)) {
        compare(guard, next);
      }
    }
  }

  private record Guard(int loc, String keyword, Statement body) {}

  private static @Nullable Guard guard(BlockItem item) {
    Guard guard =
        switch (item) {
          case Statement.If s -> {
            Statement otherwise = s.otherwise();
            yield otherwise == null
                ? new Guard(s.loc(), "if", s.then())
                : new Guard(s.loc(), "else", otherwise);
          }
          case Statement.While s -> new Guard(s.loc(), "while", s.body());
          case Statement.For s -> new Guard(s.loc(), "for", s.body());
          default -> null;
        };
    return guard == null
            || guard.body instanceof Statement.Compound
            || guard.body instanceof Statement.If && guard.keyword.equals("else")
        ? null
        : guard;
  }

  private void compare(Guard guard, Statement next) {
    Position at = position(guard.loc);
    Position body = position(guard.body.start());
    Position after = position(next.start());
    if (at == null
        || body == null
        || after == null
        || after.source() != body.source()
        || at.source() != body.source()) {
      return;
    }
    boolean sameLine = after.line() == body.line() && at.line() != body.line();
    if (guard.body instanceof Statement.Null && body.line() != at.line()) {
      return;
    }
    int guardColumn = indent(at);
    boolean aligned =
        body.line() != at.line()
            && after.line() > body.line()
            && isFirst(body)
            && isFirst(after)
            && indent(body) == indent(after)
            && indent(body) > guardColumn;
    if (aligned || sameLine && indent(body) > guardColumn) {
      unit.report(MISLEADING_INDENTATION, guard.loc, guard.keyword)
          .note(
              next.start(),
              "...this statement, but the latter is misleadingly indented as if it were guarded by"
                  + " the ‘%s’",
              guard.keyword);
    }
  }

  private @Nullable Position position(int loc) {
    return unit.diagnostics.sources().isMacro(loc)
        ? null
        : unit.diagnostics.sources().position(loc);
  }

  private static boolean isFirst(Position p) {
    String line = p.source().lineText(p.source().line(p.offset()));
    return line.substring(0, Math.min(line.length(), p.column() - 1)).isBlank();
  }

  /** The visual column of the first character of a position's line. */
  private static int indent(Position p) {
    String line = p.source().lineText(p.source().line(p.offset()));
    int column = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\t') {
        column += TAB - column % TAB;
      } else if (c == ' ') {
        column++;
      } else {
        break;
      }
    }
    return column;
  }
}
