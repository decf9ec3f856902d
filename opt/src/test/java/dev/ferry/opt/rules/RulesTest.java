package dev.ferry.opt.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.ferry.ir.CostModel;
import dev.ferry.ir.Module;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import dev.ferry.ir.eval.Eval;
import dev.ferry.ir.eval.FloatEval;
import dev.ferry.ir.eval.IntEval;
import dev.ferry.ir.text.IrReader;
import dev.ferry.opt.OptOptions;
import dev.ferry.opt.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every rule holds: exhaustively at 8 bits for up to two letters and at 4 bits for more, and at
 * boundary and random values at 32 and 64 bits. Extensions go from n to 2n bits.
 */
class RulesTest {
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

  @Test
  void namesAreUnique() {
    Set<String> names = new HashSet<>();
    for (Rule rule : Rules.all()) {
      assertThat(names.add(rule.name())).as(rule.name()).isTrue();
    }
  }

  /**
   * A rule that never fires is not tested as a whole, or stands behind one that takes its place.
   */
  @Test
  void everyRuleFiresInTheGoldenFile() throws IOException {
    Path file =
        Path.of(System.getProperty("ferry.root", "..")).resolve("tests/opt/simplify/rules.ir");
    Set<String> fired = new HashSet<>();
    OptOptions options = new OptOptions();
    options.remarks =
        (kind, pass, function, loc, message) -> {
          if (message.equals("rule " + function.replace('_', '-'))) {
            fired.add(message.substring(5));
          }
        };
    Module module = IrReader.read(Files.readString(file));
    Optimizer.runPass(module, "simplify", options, CostModel.DEFAULT);
    for (Rule rule : Rules.all()) {
      assertThat(fired).as("rules that fire in " + file).contains(rule.name());
    }
  }

  @TestFactory
  Stream<DynamicTest> everyRuleHolds() {
    return Rules.all().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.name(), () -> new Check(rule).run()));
  }

  private static boolean isFloatOp(Op op) {
    return op.text().startsWith("f") || op == Op.SI2F || op == Op.UI2F;
  }

  private static boolean anyOp(Term term, java.util.function.Predicate<Op> test) {
    if (term.kind() == Term.Kind.OP && test.test(term.op())) {
      return true;
    }
    for (Term kid : term.kids()) {
      if (anyOp(kid, test)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isExtension(Op op) {
    return op == Op.SEXT || op == Op.ZEXT || op == Op.TRUNC;
  }

  /** One rule under test. Wide variables are twice as wide as narrow ones. */
  private static final class Check {
    private final Rule rule;
    private final List<Integer> letters = new ArrayList<>();
    private final Map<Integer, Boolean> wide = new HashMap<>();
    private final boolean hasExtensions;
    private final long[] env = new long[Term.VARIABLES];
    private int narrow;
    private int rootBits;
    private long matched;

    Check(Rule rule) {
      this.rule = rule;
      collect(rule.from());
      hasExtensions = anyOp(rule.from(), RulesTest::isExtension);
      boolean toExtends = anyOp(rule.to(), RulesTest::isExtension);
      if (hasExtensions || toExtends) {
        for (int i = 0; i < 3; i++) {
          infer(rule.from(), null);
        }
      }
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
    private Boolean infer(Term term, Boolean expected) {
      switch (term.kind()) {
        case VALUE, CONSTANT -> {
          if (expected != null) {
            wide.put(term.index(), expected);
          }
          return wide.get(term.index());
        }
        case OP -> {
          Term[] kids = term.kids();
          switch (term.op()) {
            case SEXT, ZEXT -> {
              infer(kids[0], false);
              return true;
            }
            case TRUNC -> {
              infer(kids[0], true);
              return false;
            }
            case EQ, NE, SLT, SLE, ULT, ULE -> {
              same(kids, null);
              return null;
            }
            case SELECT -> {
              same(new Term[] {kids[1], kids[2]}, expected);
              return expected;
            }
            default -> {
              return same(kids, expected);
            }
          }
        }
        default -> {
          return expected;
        }
      }
    }

    private Boolean same(Term[] kids, Boolean expected) {
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

    void run() {
      if (anyOp(rule.from(), RulesTest::isFloatOp) || anyOp(rule.from(), op -> op == Op.BITCAST)) {
        floats();
        return;
      }
      boolean sized =
          anyOp(rule.from(), RulesTest::isSized) || anyOp(rule.to(), RulesTest::isSized);
      if (!sized) {
        exhaustive(letters.size() <= 2 ? 8 : 4);
      }
      random(32);
      if (!hasExtensions && !sized) {
        random(64);
      } else if (!hasExtensions) {
        random(64);
      }
      assertThat(matched).as("inputs that match " + rule).isPositive();
    }

    private int bitsOf(int letter) {
      return Boolean.TRUE.equals(wide.get(letter)) ? 2 * narrow : narrow;
    }

    private void exhaustive(int bits) {
      narrow = bits;
      enumerate(0);
    }

    private void enumerate(int i) {
      if (i == letters.size()) {
        check();
        return;
      }
      int bits = Math.min(bitsOf(letters.get(i)), letters.size() == 1 ? 16 : 8);
      int total = bitsOf(letters.get(i));
      for (long v = -(1L << (bits - 1)); v < 1L << (bits - 1); v++) {
        // Wide letters at the low end and, shifted, at the high end.
        env[letters.get(i)] = v;
        enumerate(i + 1);
        if (total > bits) {
          env[letters.get(i)] = v << (total - bits);
          enumerate(i + 1);
        }
      }
    }

    private void random(int bits) {
      narrow = bits;
      Random random = new Random(rule.name().hashCode());
      for (int round = 0; round < 60_000; round++) {
        for (int letter : letters) {
          int width = Math.min(64, bitsOf(letter));
          long v =
              switch (random.nextInt(4)) {
                case 0 -> random.nextLong();
                case 1 -> random.nextLong() >> random.nextInt(64);
                case 2 -> random.nextInt(80) - 8;
                default -> BOUNDARIES[random.nextInt(BOUNDARIES.length)];
              };
          env[letter] = IntEval.wrap(width, v);
        }
        if (round % 3 == 0) {
          relateConstants(random);
        }
        check();
      }
    }

    /** Conditions such as A + B == W are rarely met by chance. */
    private void relateConstants(Random random) {
      int first = -1;
      for (int letter : letters) {
        if (letter >= 26) {
          int width = Math.min(64, bitsOf(letter));
          if (first < 0) {
            first = letter;
            env[letter] =
                random.nextInt(3) == 0 ? width - 8 * random.nextInt(3) : random.nextInt(width);
          } else {
            env[letter] =
                IntEval.wrap(width, random.nextBoolean() ? width - env[first] : env[first]);
          }
        }
      }
    }

    private void check() {
      Term condition = rule.condition();
      rootBits = firstBits(rule.from());
      if (overflowed(rule.from()) || condition != null && holds(condition) == 0) {
        return;
      }
      long from = eval(rule.from(), rootWidth());
      if (hasUnmatchedConstant(rule.from())) {
        return;
      }
      matched++;
      if (overflowed(rule.to())) {
        fail(rule + " promises nsw wrongly for " + describe());
      }
      long to = eval(rule.to(), rootWidth());
      if (from != to) {
        fail(rule + ": " + from + " is not " + to + " for " + describe());
      }
    }

    private boolean hasUnmatchedConstant(Term term) {
      return false;
    }

    private String describe() {
      StringBuilder text = new StringBuilder();
      for (int letter : letters) {
        char name = (char) (letter < 26 ? 'a' + letter : 'A' + letter - 26);
        text.append(name)
            .append('=')
            .append(env[letter])
            .append(" (")
            .append(bitsOf(letter))
            .append(") ");
      }
      return text.toString();
    }

    private int rootWidth() {
      Boolean isWide = infer(rule.from(), null);
      return Boolean.TRUE.equals(isWide) ? 2 * narrow : narrow;
    }

    /** The width of the root's first operand: W. */
    private int firstBits(Term root) {
      return width(root.kids()[0], narrow);
    }

    private int width(Term term, int expected) {
      return switch (term.kind()) {
        case VALUE, CONSTANT -> bitsOf(term.index());
        case OP ->
            switch (term.op()) {
              case SEXT, ZEXT -> 2 * narrow;
              case TRUNC -> narrow;
              case EQ, NE, SLT, SLE, ULT, ULE -> narrow;
              case SELECT -> pairWidth(term.kids()[1], term.kids()[2], expected);
              default ->
                  term.kids().length > 1
                      ? pairWidth(term.kids()[0], term.kids()[1], expected)
                      : width(term.kids()[0], expected);
            };
        default -> expected;
      };
    }

    private int pairWidth(Term a, Term b, int expected) {
      boolean aLiteral = a.kind() == Term.Kind.LITERAL || a.kind() == Term.Kind.WIDTH;
      return aLiteral ? width(b, expected) : width(a, expected);
    }

    private boolean overflowed(Term term) {
      if (term.kind() != Term.Kind.OP) {
        return false;
      }
      for (Term kid : term.kids()) {
        if (overflowed(kid)) {
          return true;
        }
      }
      if (!term.nsw()) {
        return false;
      }
      int bits = width(term, rootWidth());
      long a = eval(term.kids()[0], bits);
      long b = eval(term.kids()[1], bits);
      return IntEval.overflows(term.op(), bits, a, b);
    }

    private long holds(Term condition) {
      Term[] kids = condition.kids();
      if (condition.kind() != Term.Kind.PREDICATE) {
        return eval(condition, conditionBits(condition));
      }
      return switch (condition.name()) {
        case "all" -> holds(kids[0]) != 0 && holds(kids[1]) != 0 ? 1 : 0;
        case "nonneg" -> env[kids[0].index()] >= 0 ? 1 : 0;
        case "bool" -> (env[kids[0].index()] & ~1L) == 0 ? 1 : 0;
        case "zeros" -> {
          long mask = eval(kids[1], bitsOf(kids[0].index()));
          yield (env[kids[0].index()] & mask) == 0 ? 1 : 0;
        }
        case "sfits" -> {
          long bits = kids[1].value() == 32 ? narrow : kids[1].value();
          yield env[kids[0].index()] == IntEval.wrap((int) bits, env[kids[0].index()]) ? 1 : 0;
        }
        default -> throw new IllegalStateException(condition.name());
      };
    }

    private int conditionBits(Term term) {
      if (term.kind() == Term.Kind.CONSTANT) {
        return bitsOf(term.index());
      }
      for (Term kid : term.kids()) {
        int bits = conditionBits(kid);
        if (bits != 0) {
          return bits;
        }
      }
      return 0;
    }

    private long eval(Term term, int bits) {
      return switch (term.kind()) {
        case VALUE, CONSTANT -> env[term.index()];
        case LITERAL -> {
          // The masks of the 32-bit truth, scaled to the width under test.
          long v = term.value();
          yield IntEval.wrap(
              bits,
              v == 2147483647L ? (1L << (narrow - 1)) - 1 : v == -4294967296L ? -1L << narrow : v);
        }
        case WIDTH -> rootBits;
        case OP -> evalOp(term, bits);
        case PREDICATE -> throw new IllegalStateException();
      };
    }

    private long evalOp(Term term, int bits) {
      Term[] kids = term.kids();
      int own = width(term, bits);
      return switch (term.op()) {
        case SEXT -> eval(kids[0], narrow);
        case ZEXT -> IntEval.unsigned(narrow, eval(kids[0], narrow));
        case TRUNC -> IntEval.wrap(narrow, eval(kids[0], 2 * narrow));
        case EQ, NE, SLT, SLE, ULT, ULE -> {
          int operands = pairWidth(kids[0], kids[1], bits);
          yield IntEval.binary(
              term.op(), operands, eval(kids[0], operands), eval(kids[1], operands));
        }
        case SELECT -> eval(kids[0], narrow) != 0 ? eval(kids[1], bits) : eval(kids[2], bits);
        case CTZ, CLZ, POPCNT, SEXT8, SEXT16, ZEXT8, ZEXT16, BSWAP ->
            IntEval.unary(term.op(), own, eval(kids[0], own));
        default -> IntEval.binary(term.op(), own, eval(kids[0], own), eval(kids[1], own));
      };
    }

    // ---- floats

    private void floats() {
      Random random = new Random(rule.name().hashCode());
      for (Type type : List.of(Type.F32, Type.F64)) {
        if (rule.from().op() == Op.FDEMOTE && type == Type.F64) {
          continue;
        }
        for (int round = 0; round < 30_000; round++) {
          for (int letter : letters) {
            env[letter] = operand(random);
          }
          try {
            long from = floatEval(rule.from(), type);
            if (!isNan(from, type)) {
              assertThat(floatEval(rule.to(), type)).as(rule + " " + describe()).isEqualTo(from);
            }
          } catch (ClassCastException e) {
            fail(rule.toString(), e);
          }
        }
      }
    }

    private boolean isNan(long bits, Type type) {
      return Double.isNaN(FloatEval.f64(bits)) || Float.isNaN(FloatEval.f32(bits));
    }

    private long operand(Random random) {
      float f =
          switch (random.nextInt(4)) {
            case 0 -> Float.intBitsToFloat(random.nextInt());
            case 1 -> random.nextInt(5) - 2;
            case 2 -> -0.0f;
            default -> random.nextFloat() * 100 - 50;
          };
      return Float.isNaN(f) ? 0 : Float.floatToRawIntBits(f) & 0xffffffffL;
    }

    /**
     * Letters are f32 (or i32) bits; a promoted letter is f64; {@code type} is that of plain ops.
     */
    private long floatEval(Term term, Type type) {
      if (term.kind() == Term.Kind.LITERAL) {
        return term.value();
      }
      if (term.kind() != Term.Kind.OP) {
        return type == Type.F64
            ? FloatEval.bits((double) FloatEval.f32(env[term.index()]))
            : env[term.index()];
      }
      Term[] kids = term.kids();
      return switch (term.op()) {
        case FPROMOTE -> FloatEval.bits((double) FloatEval.f32(floatEval(kids[0], Type.F32)));
        case FDEMOTE -> FloatEval.bits((float) FloatEval.f64(floatEval(kids[0], Type.F64)));
        case SI2F, UI2F -> intToFloat(term, type);
        case BITCAST -> floatEval(kids[0], type);
        case XOR -> floatEval(kids[0], type) ^ floatEval(kids[1], type);
        default -> {
          Type inner = anyOp(term, op -> op == Op.FPROMOTE) ? Type.F64 : type;
          if (anyOp(rule.from(), op -> op == Op.FDEMOTE) && inner == type) {
            inner = Type.F32;
          }
          if (anyOp(rule.from(), op -> op == Op.FPROMOTE) && inner == type) {
            inner = Type.F32;
          }
          if (anyOp(term, op -> op == Op.FPROMOTE)) {
            inner = Type.F64;
          }
          long a = floatEval(kids[0], inner);
          long b = kids.length > 1 ? floatEval(kids[1], inner) : 0;
          yield Eval.apply(term.op(), inner, inner, 0, a, b, 0);
        }
      };
    }

    private long intToFloat(Term term, Type type) {
      Term kid = term.kids()[0];
      int raw = (int) env[kid.kind() == Term.Kind.OP ? kid.kids()[0].index() : kid.index()];
      boolean zero = kid.kind() == Term.Kind.OP && kid.op() == Op.ZEXT;
      boolean isWide = kid.kind() == Term.Kind.OP;
      long value = zero ? raw & 0xffffffffL : raw;
      return FloatEval.fromInt(term.op(), isWide ? Type.I64 : Type.I32, type, value);
    }
  }

  private static boolean isSized(Op op) {
    return switch (op) {
      case SEXT8, SEXT16, ZEXT8, ZEXT16 -> true;
      default -> false;
    };
  }
}
