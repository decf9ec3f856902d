package dev.ferry.c.check;

import dev.ferry.c.typed.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether control may leave a statement otherwise than at its end. */
final class Exits {
  private Exits() {}

  static boolean in(Unit unit, @Nullable Statement s) {
    return in(unit, s, false);
  }

  /**
   * @param caught whether {@code break} and {@code continue} stay inside
   */
  private static boolean in(Unit unit, @Nullable Statement s, boolean caught) {
    return switch (s) {
      case null -> false;
      case Statement.Block x -> inAny(unit, x.body(), caught);
      case Statement.If x -> in(unit, x.then(), caught) || in(unit, x.otherwise(), caught);
      case Statement.While x -> in(unit, x.body(), true);
      case Statement.DoWhile x -> in(unit, x.body(), true);
      case Statement.For x -> in(unit, x.body(), true);
      case Statement.Switch x -> in(unit, x.body(), true);
      case Statement.Case x -> in(unit, x.body(), caught);
      case Statement.Labeled x -> in(unit, x.body(), caught);
      case Statement.Break x -> !caught;
      case Statement.Continue x -> !caught;
      case Statement.Expr x -> !Reachability.optimizing(unit).completes(x);
      case Statement.LocalDecl x -> false;
      case Statement.Empty x -> false;
      case Statement.Asm x -> !x.labels().isEmpty();
      default -> true;
    };
  }

  private static boolean inAny(Unit unit, List<Statement> list, boolean caught) {
    for (Statement s : list) {
      if (in(unit, s, caught)) {
        return true;
      }
    }
    return false;
  }
}
