package dev.ferry.opt.rules;

import dev.ferry.ir.eval.IntEval;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * An integer rule at a real machine's width: boundary and random values, by the IR's own
 * evaluation.
 */
final class RuleSamples {
  private static final int ROUNDS = 60_000;

  private static final long[] BOUNDARIES = {
    0,
    1,
    2,
    3,
    7,
    8,
    15,
    16,
    31,
    32,
    33,
    63,
    64,
    127,
    128,
    255,
    256,
    32767,
    32768,
    65535,
    65536,
    Integer.MAX_VALUE,
    1L << 31,
    0xffffffffL,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1,
    -2,
    -3,
    -8,
    -128,
    -129,
    -256,
    -32768,
    -65536,
    Integer.MIN_VALUE,
    -4294967296L
  };

  private final Rule rule;
  private final int narrow;
  private final RuleWidths widths;
  private final List<Integer> letters;
  private final long[] env = new long[Term.VARIABLES];
  private boolean matched;

  private RuleSamples(Rule rule, int narrow) {
    this.rule = rule;
    this.narrow = narrow;
    widths = new RuleWidths(rule, narrow);
    letters = widths.letters();
  }

  static RuleProof.Result of(Rule rule, int narrow) {
    return new RuleSamples(rule, narrow).run();
  }

  private RuleProof.Result run() {
    Random random = new Random(rule.name().hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      for (int letter : letters) {
        env[letter] = IntEval.wrap(widths.bitsOf(letter), operand(random));
      }
      if (round % 3 == 0) {
        relateConstants(random);
      }
      String wrong = check();
      if (wrong != null) {
        return new RuleProof.Result(round + 1, true, wrong);
      }
    }
    return new RuleProof.Result(ROUNDS, matched, null);
  }

  private static long operand(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextLong();
      case 1 -> random.nextLong() >> random.nextInt(64);
      case 2 -> random.nextInt(80) - 8;
      default -> BOUNDARIES[random.nextInt(BOUNDARIES.length)];
    };
  }

  /** Conditions such as A + B == W are rarely met by chance. */
  private void relateConstants(Random random) {
    int first = -1;
    for (int letter : letters) {
      if (letter < 26) {
        continue;
      }
      int width = widths.bitsOf(letter);
      if (first < 0) {
        first = letter;
        env[letter] =
            random.nextInt(3) == 0 ? width - 8 * random.nextInt(3) : random.nextInt(width);
      } else {
        env[letter] = IntEval.wrap(width, random.nextBoolean() ? width - env[first] : env[first]);
      }
    }
  }

  private @Nullable String check() {
    Term condition = rule.condition();
    int root = widths.rootWidth();
    if (overflowed(rule.from(), root) || condition != null && !holds(condition)) {
      return null;
    }
    matched = true;
    long from = evaluate(rule.from(), root);
    long to = evaluate(rule.to(), root);
    boolean breaksPromise = overflowed(rule.to(), root);
    return from == to && !breaksPromise ? null : describe(from, to, breaksPromise);
  }

  private String describe(long from, long to, boolean breaksPromise) {
    StringBuilder text = new StringBuilder();
    for (int letter : letters) {
      char name = (char) (letter < 26 ? 'a' + letter : 'A' + letter - 26);
      text.append(name).append('=').append(env[letter]).append(' ');
    }
    return text + "gives " + from + " and " + to + (breaksPromise ? " with overflow" : "");
  }

  private boolean overflowed(Term term, int expected) {
    int own = widths.width(term, expected);
    Term[] kids = term.kids();
    for (int i = 0; i < kids.length; i++) {
      if (overflowed(kids[i], widths.operandWidth(term, i, own))) {
        return true;
      }
    }
    return term.nsw()
        && IntEval.overflows(term.op(), own, evaluate(kids[0], own), evaluate(kids[1], own));
  }

  private boolean holds(Term condition) {
    Term[] kids = condition.kids();
    if (condition.kind() != Term.Kind.PREDICATE) {
      return evaluate(condition, widths.conditionWidth(condition)) != 0;
    }
    return switch (condition.name()) {
      case "all" -> holds(kids[0]) && holds(kids[1]);
      case "nonneg" -> env[kids[0].index()] >= 0;
      case "bool" -> (env[kids[0].index()] & ~1L) == 0;
      case "zeros" -> {
        long x = env[kids[0].index()];
        yield (x & evaluate(kids[1], widths.bitsOf(kids[0].index()))) == 0;
      }
      case "sfits" -> {
        long x = env[kids[0].index()];
        yield x == IntEval.wrap((int) kids[1].value(), x);
      }
      default -> throw new IllegalStateException(condition.name());
    };
  }

  private long evaluate(Term term, int expected) {
    return switch (term.kind()) {
      case VALUE, CONSTANT -> env[term.index()];
      case LITERAL -> IntEval.wrap(expected, term.value());
      case WIDTH -> widths.operandWidth();
      case OP -> evaluateOp(term, widths.width(term, expected));
      case PREDICATE -> throw new IllegalStateException(term.name());
    };
  }

  private long evaluateOp(Term term, int own) {
    Term[] kids = term.kids();
    int operands = widths.operandWidth(term, 0, own);
    long a = evaluate(kids[0], operands);
    return switch (term.op()) {
      case SEXT -> a;
      case ZEXT -> IntEval.unsigned(narrow, a);
      case TRUNC -> IntEval.wrap(narrow, a);
      case SELECT -> a != 0 ? evaluate(kids[1], own) : evaluate(kids[2], own);
      case CTZ, CLZ, POPCNT, SEXT8, SEXT16, ZEXT8, ZEXT16, BSWAP ->
          IntEval.unary(term.op(), own, a);
      default -> IntEval.binary(term.op(), operands, a, evaluate(kids[1], operands));
    };
  }
}
