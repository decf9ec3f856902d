package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.base.diag.Diagnostic;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.IntConst;
import dev.ferry.c.typed.FunctionDefinition;
import dev.ferry.c.typed.Statement;
import dev.ferry.c.typed.TreeWalk;
import dev.ferry.c.types.CType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Accesses that are outside of their object whatever happens: a constant index that an array does
 * not have, and calls as {@link MemoryCalls} knows them. A walk over a finished function; what
 * stands under a condition that is constantly false is no part of it.
 */
final class BoundsWarnings extends TreeWalk {
  private final Unit unit;
  private final MemoryCalls calls;
  private final ArrayParameters arrays;
  private final StringTruncation truncation;

  /** What comes behind the statement that is walked. */
  private @Nullable Statement next;

  BoundsWarnings(Unit unit) {
    this.unit = unit;
    this.calls = new MemoryCalls(unit);
    this.arrays = new ArrayParameters(unit);
    this.truncation = new StringTruncation(unit);
  }

  void check(FunctionDefinition function) {
    statement(function.body());
  }

  @Override
  protected void statements(List<Statement> body, Object node) {
    Statement behind = next;
    for (int i = 0; i < body.size(); i++) {
      next = i + 1 < body.size() ? body.get(i + 1) : behind;
      statement(body.get(i));
    }
    next = behind;
  }

  @Override
  protected void statement(Statement statement) {
    switch (statement) {
      case Statement.Expr x -> effect(x.expression());
      case Statement.LocalDecl x -> initializer(x.initializer());
      case Statement.If x -> {
        expression(x.condition());
        int truth = truth(x.condition());
        Statement otherwise = x.otherwise();
        if (truth != 0) {
          statement(x.then());
        }
        if (truth != 1 && otherwise != null) {
          statement(otherwise);
        }
      }
      case Statement.While x -> loop(x.condition(), null, x.body());
      case Statement.For x -> {
        statements(x.init(), x);
        loop(x.condition(), x.step(), x.body());
      }
      case Statement.Switch x -> {
        expression(x.value());
        if (truth(x.value()) < 0) {
          statement(x.body());
        }
      }
      case Statement.Asm x -> {}
      case Statement.NestedFunction x -> {}
      default -> super.statement(statement);
    }
  }

  private void loop(@Nullable Expression condition, @Nullable Expression step, Statement body) {
    if (condition != null && truth(condition) == 0) {
      return;
    }
    optional(condition);
    statement(body);
    if (step != null) {
      effect(step);
    }
  }

  /** 0 or 1 for a constant condition, else -1. */
  static int truth(Expression condition) {
    Expression at = condition.withoutCasts();
    return switch (at) {
      case IntConst c -> c.value() != 0 ? 1 : 0;
      case Expression.Logical l -> {
        int left = truth(l.left());
        int right = truth(l.right());
        int decisive = l.isAnd() ? 0 : 1;
        yield left == decisive || right == decisive
            ? decisive
            : left >= 0 && right >= 0 ? 1 - decisive : -1;
      }
      default -> -1;
    };
  }

  /** An expression whose value nobody asks for. */
  private void effect(Expression e) {
    Expression at = e.withoutCasts();
    if (at instanceof Expression.Call call) {
      calls.check(call, true);
      arrays.check(call);
      truncation.check(call, next);
      super.expression(call);
    } else {
      expression(at);
    }
  }

  @Override
  protected void expression(Expression e) {
    switch (e) {
      case Expression.Load x -> accessed(x.lvalue());
      case Expression.AddressOf x -> place(x.operand());
      case Expression.Logical x -> {
        expression(x.left());
        if (truth(x.left()) != (x.isAnd() ? 0 : 1)) {
          expression(x.right());
        }
      }
      case Expression.Conditional x -> {
        expression(x.condition());
        int truth = truth(x.condition());
        if (truth != 0) {
          expression(x.then());
        }
        if (truth != 1) {
          expression(x.otherwise());
        }
      }
      case Expression.Comma x -> {
        effect(x.left());
        expression(x.right());
      }
      case Expression.Assign x -> {
        expression(x.value());
        accessed(x.target());
      }
      case Expression.CompoundAssign x -> {
        expression(x.value());
        accessed(x.target());
      }
      case Expression.IncDec x -> accessed(x.target());
      case Expression.Call x -> {
        calls.check(x, false);
        arrays.check(x);
        truncation.check(x, next);
        super.expression(x);
      }
      default -> super.expression(e);
    }
  }

  /** The parts of an lvalue that are computed, without access to it. */
  private void place(Expression lvalue) {
    switch (lvalue) {
      case Expression.Deref x -> expression(x.pointer());
      case Expression.FieldRef x -> place(x.base());
      case Expression.VectorElement x -> {
        place(x.base());
        expression(x.index());
      }
      case Expression.ComplexPart x -> place(x.base());
      case Expression.CompoundLiteral x -> initializer(x.initializer());
      case Expression.Load x -> accessed(x.lvalue());
      case Expression.VarRef x -> {}
      case Expression.StringRef x -> {}
      case Expression.FunctionRef x -> {}
      default -> expression(lvalue);
    }
  }

  /** An lvalue that is read or written: its elements must exist. */
  private void accessed(Expression lvalue) {
    place(lvalue);
    Expression at = lvalue;
    while (true) {
      if (at instanceof Expression.FieldRef field) {
        at = field.base();
      } else if (at instanceof Expression.Deref deref) {
        Expression array = element(deref);
        if (array == null) {
          return;
        }
        at = array;
      } else {
        return;
      }
    }
  }

  /** Checks {@code array[constant]}; the array, for the dimension before it. */
  private @Nullable Expression element(Expression.Deref deref) {
    boolean isSum = deref.pointer() instanceof Expression.PointerAdd;
    Expression pointer =
        deref.pointer() instanceof Expression.PointerAdd sum ? sum.pointer() : deref.pointer();
    if (!(pointer instanceof Expression.AddressOf decayed)
        || !(decayed.operand().type().unqualified() instanceof CType.Array type)) {
      return null;
    }
    if (isSum
        && deref.pointer() instanceof Expression.PointerAdd sum
        && sum.index() instanceof IntConst index
        && type.length() > 0
        && hasFixedLength(decayed.operand())) {
      long position = sum.subtract() ? -index.value() : index.value();
      boolean wasReported =
          decayed.operand() instanceof Expression.VarRef
              && (position < 0 || position > type.length());
      if ((position < 0 || position >= type.length()) && !wasReported) {
        Diagnostic d =
            unit.report(
                ARRAY_BOUNDS, deref.loc(), position, position < 0 ? "below" : "above", type);
        if (decayed.operand() instanceof Expression.VarRef ref) {
          d.note(ref.variable().loc, "while referencing ‘%s’", ref.variable().name);
        }
      }
    }
    return decayed.operand();
  }

  /** Not an array at the end of a structure, which may stand for one of any length. */
  private static boolean hasFixedLength(Expression array) {
    return switch (array) {
      case Expression.VarRef v -> true;
      case Expression.Deref d -> true;
      case Expression.FieldRef f ->
          f.base().type().unqualified() instanceof CType.Record record
              && !record.isUnion
              && record.fields != null
              && record.fields.getLast() != f.field();
      default -> false;
    };
  }
}
