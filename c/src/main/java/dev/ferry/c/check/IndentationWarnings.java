package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.base.source.Position;
import dev.ferry.base.source.SourceFile;
import dev.ferry.base.source.SourceMap;
import dev.ferry.c.syntax.BlockItem;
import dev.ferry.c.syntax.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * -Wmisleading-indentation: the statement after an unbraced body is indented like the body, so that
 * it looks guarded too. The rules are those of gcc 12's {@code c-indentation.cc}: where the program
 * generates its text ({@code #line}), or something stands further left between the two (as the
 * lines of {@code #if} do), indentation says nothing.
 */
final class IndentationWarnings {
  private static final int TAB = 8;
  private final Unit unit;
  private final SourceMap sources;

  IndentationWarnings(Unit unit) {
    this.unit = unit;
    this.sources = unit.diagnostics.sources();
  }

  /** Looks at the guards in a block and at what follows them. */
  void check(List<BlockItem> items) {
    if (sources.hasLineDirectives()) {
      return;
    }
    for (int i = 0; i + 1 < items.size(); i++) {
      if (items.get(i) instanceof Statement statement
          && !(items.get(i + 1) instanceof Statement.Null)) {
        guards(statement, items.get(i + 1));
      }
    }
  }

  /** The guards whose bodies end where {@code statement} does, with what follows it. */
  private void guards(Statement statement, BlockItem next) {
    Guard guard = guard(statement);
    Statement inner =
        switch (statement) {
          case Statement.Labeled s -> s.body();
          case Statement.Case s -> s.body();
          case Statement.Default s -> s.body();
          default -> guard == null ? null : guard.body;
        };
    if (inner != null) {
      guards(inner, next);
    }
    if (guard != null && !(guard.body instanceof Statement.Compound) && isMisleading(guard, next)) {
      unit.report(MISLEADING_INDENTATION, guard.loc, guard.keyword)
          .note(
              next.start(),
              "...this statement, but the latter is misleadingly indented as if it were guarded by"
                  + " the ‘%s’",
              guard.keyword);
    }
  }

  private record Guard(int loc, String keyword, Statement body) {
    boolean isElse() {
      return keyword.equals("else");
    }
  }

  private static @Nullable Guard guard(Statement statement) {
    return switch (statement) {
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
  }

  private boolean isMisleading(Guard guard, BlockItem next) {
    Position at = sources.position(guard.loc);
    Position body = sources.position(guard.body.start());
    Position after = sources.position(next.start());
    if (at == null
        || body == null
        || after == null
        || at.equals(body)
        || body.equals(after)
        || after.source() != body.source()) {
      return false;
    }
    boolean empty = guard.body instanceof Statement.Null;
    if (at.source() != body.source()) {
      return after.line() == body.line();
    } else if (after.line() == body.line()) {
      return at.line() < body.line() || at.line() == body.line() && isFirst(at);
    } else if (after.line() < body.line() || !isFirst(after)) {
      return false;
    } else if (empty ? isBehindComment(at, body, after) : column(after) == column(body)) {
      return isAligned(guard.isElse() ? indent(at) : column(at), at, body, after);
    }
    return empty && body.line() == at.line() && isBlockOf(at, after, next);
  }

  /** Whether body and next are a block to the eye, further right than the guard. */
  private static boolean isAligned(int guardColumn, Position at, Position body, Position after) {
    return guardColumn != column(body)
        && column(body) > indent(at)
        && !hasUnindent(body, after, Math.min(column(after), column(body)));
  }

  /** A semicolon on a line of its own behind a comment: what follows looks guarded. */
  private static boolean isBehindComment(Position at, Position body, Position after) {
    return body.line() > at.line() && !isFirst(body) && column(after) > indent(at);
  }

  /** A semicolon behind the guard itself, which is hardly meant where this follows. */
  private static boolean isBlockOf(Position at, Position after, BlockItem next) {
    return column(after) > indent(at)
        || next instanceof Statement.Compound && column(after) == indent(at);
  }

  /** Whether a line between the two starts to the left of a column. */
  private static boolean hasUnindent(Position body, Position after, int column) {
    SourceFile source = body.source();
    int end = source.line(after.offset());
    for (int line = source.line(body.offset()) + 1; line < end; line++) {
      String text = source.lineText(line);
      int first = firstNonBlank(text);
      if (first < text.length() - 1 && visualColumn(text, first) < column) {
        return true; // a line of one character counts as empty, as in gcc
      }
    }
    return false;
  }

  private static int firstNonBlank(String line) {
    int i = 0;
    while (i < line.length() && Character.isWhitespace(line.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isFirst(Position p) {
    return column(p) == indent(p);
  }

  private static int column(Position p) {
    String line = lineOf(p);
    return visualColumn(line, Math.min(line.length(), p.column() - 1));
  }

  /** The visual column of the first character of a position's line. */
  private static int indent(Position p) {
    String line = lineOf(p);
    return visualColumn(line, firstNonBlank(line));
  }

  private static String lineOf(Position p) {
    return p.source().lineText(p.source().line(p.offset()));
  }

  /** The column, from 0, that an index of a line is shown in. */
  private static int visualColumn(String line, int index) {
    int column = 0;
    for (int i = 0; i < index; i++) {
      column = line.charAt(i) == '\t' ? column + TAB - column % TAB : column + 1;
    }
    return column;
  }
}
