package dev.ferry.opt.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The letters of a rule and the widths of its terms: narrow, or wide, which is twice as much.
 * Extensions lead from narrow to wide, truncations back; all else keeps its operands' width. In the
 * IR narrow is i32 and wide i64.
 */
final class RuleWidths {
  private final Rule rule;
  private final List<Integer> letters = new ArrayList<>();
  private final Map<Integer, Boolean> wide = new HashMap<>();
  private final int narrow;

  RuleWidths(Rule rule, int narrow) {
    this.rule = rule;
    this.narrow = narrow;
    collect(rule.from());
    // What a later operand tells may settle an earlier one.
    for (int i = 0; i < 3; i++) {
      infer(rule.from(), null);
    }
  }

  /** In the order in which the left side names them. */
  List<Integer> letters() {
    return letters;
  }

  int bitsOf(int letter) {
    return Boolean.TRUE.equals(wide.get(letter)) ? 2 * narrow : narrow;
  }

  int rootWidth() {
    return Boolean.TRUE.equals(infer(rule.from(), null)) ? 2 * narrow : narrow;
  }

  /** The width of the root's first operand: W. */
  int operandWidth() {
    return width(rule.from().kids()[0], narrow);
  }

  private void collect(Term term) {
    boolean isLetter = term.kind() == Term.Kind.VALUE || term.kind() == Term.Kind.CONSTANT;
    if (isLetter && !letters.contains(term.index())) {
      letters.add(term.index());
    }
    for (Term kid : term.kids()) {
      collect(kid);
    }
  }

  /** Whether a term is wide; null if not known yet. */
  private @Nullable Boolean infer(Term term, @Nullable Boolean expected) {
    return switch (term.kind()) {
      case VALUE, CONSTANT -> {
        if (expected != null) {
          wide.put(term.index(), expected);
        }
        yield wide.get(term.index());
      }
      case OP -> inferOp(term, expected);
      case LITERAL, WIDTH, PREDICATE -> expected;
    };
  }

  private @Nullable Boolean inferOp(Term term, @Nullable Boolean expected) {
    Term[] kids = term.kids();
    return switch (term.op()) {
      case SEXT, ZEXT -> {
        infer(kids[0], false);
        yield true;
      }
      case TRUNC -> {
        infer(kids[0], true);
        yield false;
      }
      case EQ, NE, SLT, SLE, ULT, ULE -> {
        same(kids, null);
        yield null;
      }
      case SELECT -> same(new Term[] {kids[1], kids[2]}, expected);
      default -> same(kids, expected);
    };
  }

  private @Nullable Boolean same(Term[] kids, @Nullable Boolean expected) {
    Boolean result = expected;
    for (Term kid : kids) {
      Boolean known = infer(kid, result);
      result = result == null ? known : result;
    }
    for (Term kid : kids) {
      infer(kid, result);
    }
    return result;
  }

  /** The width of a term's value; a literal has what is expected of it. */
  int width(Term term, int expected) {
    return switch (term.kind()) {
      case VALUE, CONSTANT -> bitsOf(term.index());
      case OP -> opWidth(term, expected);
      case LITERAL, WIDTH, PREDICATE -> expected;
    };
  }

  private int opWidth(Term term, int expected) {
    Term[] kids = term.kids();
    return switch (term.op()) {
      case SEXT, ZEXT -> 2 * narrow;
      case TRUNC, EQ, NE, SLT, SLE, ULT, ULE -> narrow;
      case SELECT -> pairWidth(kids[1], kids[2], expected);
      default -> kids.length > 1 ? pairWidth(kids[0], kids[1], expected) : width(kids[0], expected);
    };
  }

  private int pairWidth(Term a, Term b, int expected) {
    boolean aLiteral = a.kind() == Term.Kind.LITERAL || a.kind() == Term.Kind.WIDTH;
    return aLiteral ? width(b, expected) : width(a, expected);
  }

  /** The width an op's operand has, when the op's own is {@code own}. */
  int operandWidth(Term op, int index, int own) {
    Term[] kids = op.kids();
    return switch (op.op()) {
      case SEXT, ZEXT -> narrow;
      case TRUNC -> 2 * narrow;
      case EQ, NE, SLT, SLE, ULT, ULE -> pairWidth(kids[0], kids[1], own);
      case SELECT -> index == 0 ? narrow : own;
      default -> own;
    };
  }

  /** Terms over constants in a condition have the width of the first constant. */
  int conditionWidth(Term term) {
    if (term.kind() == Term.Kind.CONSTANT) {
      return bitsOf(term.index());
    }
    for (Term kid : term.kids()) {
      int bits = conditionWidth(kid);
      if (bits != 0) {
        return bits;
      }
    }
    return 0;
  }
}
