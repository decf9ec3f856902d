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

  FallthroughWarnings(Unit unit) {
    this.unit = unit;
  }

  /** Looks at the items of one block, and their typed statements in the same order. */
  void check(List<BlockItem> items, List<dev.ferry.c.typed.Statement> body) {
    Statement before = null;
    for (BlockItem item : items) {
      if (!(item instanceof Statement s)) {
        before = null;
        continue;
      }
      boolean label = s instanceof Statement.Case || s instanceof Statement.Default;
      if (label && before != null && !isJumpLabel(before)) {
        between(before, s);
      }
      before = innermost(s);
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

  private static boolean isJumpLabel(Statement s) {
    return s instanceof Statement.Null;
  }

  private void between(Statement before, Statement label) {
    if (!mayComplete(before) || isMarked(before, label)) {
      return;
    }
    unit.report(IMPLICIT_FALLTHROUGH, last(before).loc()).note(label.loc(), "here");
  }

  private static Statement last(Statement s) {
    return s instanceof Statement.Compound c
            && !c.items().isEmpty()
            && c.items().getLast() instanceof Statement inner
        ? last(inner)
        : s;
  }

  /** A rough look at the syntax: what certainly jumps does not fall through. */
  private boolean mayComplete(Statement s) {
    return switch (s) {
      case Statement.Break x -> false;
      case Statement.Continue x -> false;
      case Statement.Return x -> false;
      case Statement.Goto x -> false;
      case Statement.ComputedGoto x -> false;
      case Statement.Compound x ->
          x.items().isEmpty()
              || !(x.items().getLast() instanceof Statement inner)
              || mayComplete(innermost(inner));
      case Statement.If x -> {
        Statement otherwise = x.otherwise();
        yield otherwise == null || mayComplete(x.then()) || mayComplete(otherwise);
      }
      case Statement.Attributed x ->
          x.attributes().stream().noneMatch(a -> a.name().contains("fallthrough"));
      case Statement.Expression x -> !neverReturns(x.expr());
      case Statement.For x -> x.condition() != null || true;
      default -> true;
    };
  }

  private boolean neverReturns(dev.ferry.c.syntax.Expr e) {
    return ExpressionChecker.bare(e) instanceof dev.ferry.c.syntax.Expr.Call call
        && ExpressionChecker.bare(call.callee()) instanceof dev.ferry.c.syntax.Expr.Identifier name
        && (name.name().equals("__builtin_unreachable")
            || name.name().equals("__builtin_trap")
            || unit.scopes.find(name.name()) instanceof Entity.FunctionEntity f
                && f.symbol.isNoReturn);
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
