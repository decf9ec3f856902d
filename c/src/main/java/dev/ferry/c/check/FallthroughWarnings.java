package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.base.source.Position;
import dev.ferry.c.syntax.BlockItem;
import dev.ferry.c.syntax.Statement;
import java.util.List;
import java.util.regex.Pattern;

/**
 * -Wimplicit-fallthrough at level 3: a statement before a case label can be left at its end, no
 * attribute says so, and no comment between them speaks of falling through.
 */
final class FallthroughWarnings {
  private static final Pattern COMMENT =
      Pattern.compile(
          "(?i)lint -?fallthrough|fall[ \\t-]*(s |ing )?[ \\t-]*thr(ough|u)|fallthr(ough|u)"
              + "|no ?break|@fallthrough@");

  private final Unit unit;
  private final Completion completion;

  FallthroughWarnings(Unit unit) {
    this.unit = unit;
    this.completion = new Completion(unit);
  }

  /** Looks at the items of one block, and their typed statements in the same order. */
  void check(List<BlockItem> items, List<dev.ferry.c.typed.Statement> body) {
    Statement before = null;
    BlockItem end = items.isEmpty() ? null : items.getLast();
    for (BlockItem item : items) {
      if (!(item instanceof Statement s)) {
        before = null;
        continue;
      }
      boolean label = s instanceof Statement.Case || s instanceof Statement.Default;
      Statement inner = innermost(s);
      boolean ends = leavesAtOnce(inner) || s == end && inner instanceof Statement.Null;
      if (label && before != null && !isJumpLabel(before) && !ends) {
        between(before, s);
      }
      if (before == null || !(s instanceof Statement.Null)) {
        before = inner;
      }
    }
  }

  /** The statement behind labels. */
  private static Statement innermost(Statement s) {
    return switch (s) {
      case Statement.Case c -> innermost(c.body());
      case Statement.Default d -> innermost(d.body());
      case Statement.Labeled l -> innermost(l.body());
      default -> s;
    };
  }

  /** Falling into a label that ends everything is no surprise; gcc says nothing either. */
  private static boolean leavesAtOnce(Statement s) {
    return switch (s) {
      case Statement.Break x -> true;
      case Statement.Goto x -> true;
      case Statement.Return x -> x.value() == null;
      default -> false;
    };
  }

  private static boolean isJumpLabel(Statement s) {
    return s instanceof Statement.Null;
  }

  private void between(Statement before, Statement label) {
    if (!completion.mayComplete(before) || isMarked(before, label)) {
      return;
    }
    unit.report(IMPLICIT_FALLTHROUGH, last(before).loc()).note(label.loc(), "here");
  }

  /** What stands last in it, empty statements apart. */
  private static Statement last(Statement s) {
    return switch (s) {
      case Statement.DoWhile loop -> last(loop.body());
      case Statement.Compound block -> {
        for (BlockItem item : block.items().reversed()) {
          if (!(item instanceof Statement.Null)) {
            yield item instanceof Statement inner ? last(inner) : s;
          }
        }
        yield s;
      }
      default -> s;
    };
  }

  private boolean isMarked(Statement before, Statement label) {
    Position from = unit.diagnostics.sources().position(before.end());
    Position to = unit.diagnostics.sources().position(label.loc());
    if (from == null
        || to == null
        || from.source() != to.source()
        || from.offset() >= to.offset()) {
      return false;
    }
    String between =
        new String(
            from.source().bytes(),
            from.offset(),
            to.offset() - from.offset(),
            java.nio.charset.StandardCharsets.ISO_8859_1);
    return COMMENT.matcher(between).find();
  }
}
