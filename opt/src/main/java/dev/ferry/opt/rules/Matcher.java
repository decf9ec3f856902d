package dev.ferry.opt.rules;

import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.eval.Eval;
import org.jspecify.annotations.Nullable;

/** Matches rules against instructions and builds what they rewrite to. */
final class Matcher {
  /** Where new instructions go, simplified on the way. */
  interface Builder {
    Value build(Op op, Type type, boolean nsw, Value[] args);

    Value constant(Type type, long value);

    /** How often a value is used; at least an upper bound's sign of 1. */
    boolean hasOneUse(Value value);

    /** A rule has been applied. */
    void fired(String rule);

    boolean isNonNegative(Value value);
  }

  private final Builder builder;
  private @Nullable Value[] bound = new Value[Term.VARIABLES];
  private int[] trail = new int[64];
  private int trailSize;
  private int width;

  /** Inner instructions of the match that other values use too. */
  private int shared;

  private int inner;

  Matcher(Builder builder) {
    this.builder = builder;
  }

  /** How many matches are being built: what they build is simplified by this matcher too. */
  private int building;

  /** The value that may replace the instruction, or null if no rule fits. */
  @Nullable Value apply(Instruction root) {
    if (RuleSet.RULES.of(root.op).rules().length == 0) {
      return null;
    }
    if (building == 0) {
      return run(root);
    }
    Value[] outerBound = bound;
    int[] outerTrail = trail;
    int outerSize = trailSize;
    int outerWidth = width;
    bound = new Value[Term.VARIABLES];
    trail = new int[64];
    trailSize = 0;
    Value result = run(root);
    bound = outerBound;
    trail = outerTrail;
    trailSize = outerSize;
    width = outerWidth;
    return result;
  }

  private @Nullable Value run(Instruction root) {
    RuleSet.Candidates candidates = RuleSet.RULES.of(root.op);
    Rule[] rules = candidates.rules();
    width = root.args[0].requireType().bits();
    for (int i = 0; i < rules.length; i++) {
      if (!candidates.mayMatch(i, root)) {
        continue;
      }
      Rule rule = rules[i];
      reset();
      shared = 0;
      inner = 0;
      if (matchOp(rule.from(), root, true) && isCheaper(rule) && fits(rule, root)) {
        Term condition = rule.condition();
        if (condition == null || holds(condition)) {
          building++;
          Value result = build(rule.to(), root.requireType());
          building--;
          builder.fired(rule.name());
          return result;
        }
      }
    }
    return null;
  }

  private void reset() {
    undo(0);
  }

  private void undo(int mark) {
    while (trailSize > mark) {
      bound[trail[--trailSize]] = null;
    }
  }

  /**
   * Not more instructions than before: inner ones with other uses do not go away. A comparison that
   * looks through a shared sum would keep both the sum and its operand alive (a loop's counter and
   * its next value): then it stays.
   */
  private boolean isCheaper(Rule rule) {
    if (shared == 0) {
      return true;
    }
    int size = rule.to().size();
    if (rule.from().op().isIntCompare() && size > 0) {
      return false;
    }
    return size <= 1 + inner - shared;
  }

  private boolean fits(Rule rule, Instruction root) {
    if (rule.to().op() == Op.SELECT) {
      Type condition = typeOf(rule.to().kids()[0]);
      if (condition != null && condition != Type.I32) {
        return false;
      }
    }
    Type type = typeOf(rule.to());
    return type == null || type == root.type;
  }

  // ---- matching

  private boolean match(Term term, Value value) {
    return switch (term.kind()) {
      case VALUE -> bind(term.index(), value);
      case CONSTANT -> value instanceof Instruction c && c.op == Op.ICONST && bind(term.index(), c);
      case LITERAL -> value instanceof Instruction c && c.isConst(term.value());
      case OP -> value instanceof Instruction i && matchOp(term, i, false);
      case WIDTH -> value instanceof Instruction c && c.isConst(width);
      case PREDICATE -> false;
    };
  }

  private boolean bind(int index, Value value) {
    Value before = bound[index];
    if (before != null) {
      return before == value || isSameConstant(before, value);
    }
    bound[index] = value;
    if (trailSize == trail.length) {
      trail = java.util.Arrays.copyOf(trail, trailSize * 2);
    }
    trail[trailSize++] = index;
    return true;
  }

  private static boolean isSameConstant(Value a, Value b) {
    return a instanceof Instruction x
        && b instanceof Instruction y
        && x.op == Op.ICONST
        && y.op == Op.ICONST
        && x.imm == y.imm
        && x.type == y.type;
  }

  private boolean matchOp(Term term, Instruction instruction, boolean isRoot) {
    if (!term.fits(instruction)) {
      return false;
    }
    Term[] kids = term.kids();
    Value[] args = instruction.args;
    int mark = trailSize;
    int sharedBefore = shared;
    int innerBefore = inner;
    boolean matches = matchAll(kids, args);
    if (!matches && kids.length == 2 && instruction.op.isCommutative()) {
      undo(mark);
      shared = sharedBefore;
      inner = innerBefore;
      matches = match(kids[0], args[1]) && match(kids[1], args[0]);
    }
    if (matches && !isRoot) {
      int size = instruction.op == Op.SEXT || instruction.op == Op.TRUNC ? 0 : 1;
      inner += size;
      if (!builder.hasOneUse(instruction)) {
        shared += size;
      }
    }
    return matches;
  }

  private boolean matchAll(Term[] kids, Value[] args) {
    for (int i = 0; i < kids.length; i++) {
      if (!match(kids[i], args[i])) {
        return false;
      }
    }
    return true;
  }

  // ---- conditions

  private boolean holds(Term condition) {
    if (condition.kind() != Term.Kind.PREDICATE) {
      return evaluate(condition, conditionBits(condition)) != 0;
    }
    Term[] kids = condition.kids();
    return switch (condition.name()) {
      case "all" -> holds(kids[0]) && holds(kids[1]);
      case "nonneg" -> builder.isNonNegative(value(kids[0]));
      case "bool" -> (KnownBits.zeros(value(kids[0])) | 1) == -1;
      case "zeros" -> {
        Value value = value(kids[0]);
        long wanted = evaluate(kids[1], value.requireType().bits());
        yield (KnownBits.zeros(value) & wanted) == wanted;
      }
      case "sfits" -> KnownBits.fits(value(kids[0]), (int) kids[1].value());
      default -> throw new IllegalStateException(condition.name());
    };
  }

  private Value value(Term term) {
    Value value = bound[term.index()];
    if (value == null) {
      throw new IllegalStateException("unbound " + term);
    }
    return value;
  }

  /** Constants in a condition are computed in the width of the first one. */
  private int conditionBits(Term term) {
    if (term.kind() == Term.Kind.CONSTANT) {
      return value(term).requireType().bits();
    }
    for (Term kid : term.kids()) {
      int bits = conditionBits(kid);
      if (bits != 0) {
        return bits;
      }
    }
    return 0;
  }

  private long evaluate(Term term, int bits) {
    return evaluate(term, bits, width, this);
  }

  long constantOf(Term term) {
    return ((Instruction) value(term)).imm;
  }

  /** The value of a constant term whose leaves are {@code bits} wide. */
  static long evaluate(Term term, int bits, int width, Matcher values) {
    return switch (term.kind()) {
      case LITERAL -> term.value();
      case WIDTH -> width;
      case CONSTANT -> values.constantOf(term);
      case OP -> {
        Term[] kids = term.kids();
        long a = evaluate(kids[0], bits, width, values);
        long b = kids.length > 1 ? evaluate(kids[1], bits, width, values) : 0;
        yield evaluateOp(term.op(), bits, a, b);
      }
      case VALUE, PREDICATE -> throw new IllegalStateException("no constant: " + term);
    };
  }

  /** At 32 and 64 bits, widths of extensions are the IR's: 32 to 64. */
  private static long evaluateOp(Op op, int bits, long a, long b) {
    return switch (op) {
      case SEXT -> a;
      case ZEXT -> a & 0xffffffffL;
      case TRUNC -> (int) a;
      default -> {
        Type type = bits == 64 ? Type.I64 : Type.I32;
        yield Eval.apply(op, type, type, 0, a, b, 0);
      }
    };
  }

  // ---- building

  /** The type of what a term builds; null for a literal. */
  private @Nullable Type typeOf(Term term) {
    return switch (term.kind()) {
      case VALUE, CONSTANT -> value(term).type;
      case LITERAL, WIDTH, PREDICATE -> null;
      case OP ->
          switch (term.op()) {
            case EQ, NE, SLT, SLE, ULT, ULE, FEQ, FNE, FLT, FLE, TRUNC -> Type.I32;
            case SEXT, ZEXT -> Type.I64;
            case SELECT -> firstType(term.kids()[1], term.kids()[2]);
            case SI2F, UI2F, F2SI, F2UI, BITCAST, FPROMOTE, FDEMOTE -> null;
            default ->
                term.kids().length > 1
                    ? firstType(term.kids()[0], term.kids()[1])
                    : typeOf(term.kids()[0]);
          };
    };
  }

  private @Nullable Type firstType(Term a, Term b) {
    Type type = typeOf(a);
    return type != null ? type : typeOf(b);
  }

  private Value build(Term term, Type expected) {
    if (term.isConstant()) {
      int bits = expected.bits();
      if (term.kind() == Term.Kind.OP && (term.op() == Op.TRUNC)) {
        bits = 64;
      } else if (term.kind() == Term.Kind.OP && (term.op() == Op.SEXT || term.op() == Op.ZEXT)) {
        bits = 32;
      }
      return builder.constant(expected, evaluate(term, bits));
    }
    if (term.kind() == Term.Kind.VALUE) {
      return value(term);
    }
    Term[] kids = term.kids();
    Op op = term.op();
    Value[] args = new Value[kids.length];
    for (int i = 0; i < kids.length; i++) {
      args[i] = build(kids[i], operandType(op, i, kids, expected));
    }
    return builder.build(op, expected, term.nsw(), args);
  }

  private Type operandType(Op op, int index, Term[] kids, Type expected) {
    return switch (op) {
      case SEXT, ZEXT -> Type.I32;
      case TRUNC -> Type.I64;
      case EQ, NE, SLT, SLE, ULT, ULE, FEQ, FNE, FLT, FLE -> {
        Type type = firstType(kids[0], kids[1]);
        yield type == null ? Type.I32 : type;
      }
      case SELECT -> index == 0 ? Type.I32 : expected;
      case SI2F, UI2F -> {
        Type type = typeOf(kids[0]);
        yield type == null ? Type.I64 : type;
      }
      default -> expected;
    };
  }
}
