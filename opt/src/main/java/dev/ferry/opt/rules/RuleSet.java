package dev.ferry.opt.rules;

import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Value;
import org.jspecify.annotations.Nullable;

/**
 * The rule table by root op. An op's rules are parsed when it is first asked for: parsing the whole
 * table in HotSpot's interpreter would take a tenth of a small file's compile time. Rules never
 * change, so one set serves every thread; two that parse the same lines at once get equal rules.
 */
final class RuleSet {
  static final RuleSet RULES = new RuleSet();

  /** What an operand must be: this, or the op with this ordinal. */
  private static final int ANYTHING = -1;

  /** The rules of one root op, and what they ask of its first two operands at sight. */
  record Candidates(Rule[] rules, int[] first, int[] second) {
    /** Whether the rule may match: most are refused here, without looking at terms. */
    boolean mayMatch(int rule, Instruction root) {
      Value[] args = root.args;
      Value b = args.length > 1 ? args[1] : args[0];
      return fits(first[rule], args[0]) && fits(second[rule], b)
          || root.op.isCommutative() && fits(first[rule], b) && fits(second[rule], args[0]);
    }

    private static boolean fits(int op, Value value) {
      return op == ANYTHING || value instanceof Instruction i && i.op.ordinal() == op;
    }
  }

  private final String[][][] lines = Rules.linesByOp();
  private final @Nullable Candidates[] parsed = new Candidates[lines.length];

  private RuleSet() {}

  Candidates of(Op root) {
    Candidates rules = parsed[root.ordinal()];
    return rules != null ? rules : parse(root.ordinal());
  }

  private Candidates parse(int op) {
    int count = lines[op].length;
    Rule[] rules = new Rule[count];
    int[] first = new int[count];
    int[] second = new int[count];
    for (int i = 0; i < count; i++) {
      rules[i] = Rules.parse(lines[op][i]);
      Term[] kids = rules[i].from().kids();
      first[i] = asked(kids[0]);
      second[i] = kids.length > 1 ? asked(kids[1]) : ANYTHING;
    }
    Candidates result = new Candidates(rules, first, second);
    parsed[op] = result;
    return result;
  }

  private static int asked(Term term) {
    return term.kind() == Term.Kind.VALUE ? ANYTHING : term.op().ordinal();
  }
}
