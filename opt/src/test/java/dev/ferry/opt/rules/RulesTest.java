package dev.ferry.opt.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.ir.CostModel;
import dev.ferry.ir.Module;
import dev.ferry.ir.Op;
import dev.ferry.ir.text.IrReader;
import dev.ferry.opt.OptOptions;
import dev.ferry.opt.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every integer rule is proved at 8 bits, whatever its letters, and sampled at 32 and 64; every
 * float rule is proved on a small format and sampled on f32 and f64.
 */
class RulesTest {
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
        .map(rule -> DynamicTest.dynamicTest(rule.name(), () -> holds(rule)));
  }

  private static void holds(Rule rule) {
    if (anyOp(rule.from(), RulesTest::isFloatOp)) {
      assertThat(SmallFloats.counterexample(rule, SmallFloats.WIDE)).as("%s", rule).isNull();
      assertThat(FloatSamples.counterexample(rule)).as("%s", rule).isNull();
      return;
    }
    boolean hasExtensions = anyOp(rule, RulesTest::isExtension);
    check(rule, RuleProof.of(rule, RuleProof.Model.WORDS));
    check(rule, RuleSamples.of(rule, 32));
    if (!hasExtensions) {
      check(rule, RuleSamples.of(rule, 64));
    }
    if (!hasExtensions && anyOp(rule, RulesTest::isSized)) {
      check(rule, RuleProof.of(rule, RuleProof.Model.DOUBLE_WORDS));
    }
  }

  private static void check(Rule rule, RuleProof.Result result) {
    assertThat(result.counterexample()).as("%s", rule).isNull();
    assertThat(result.matched()).as("some input matches %s", rule).isTrue();
  }

  /** Wrong rules: left side, right side, condition, and whether they hold at four bits. */
  private static final String[][] WRONG = {
    // Odd numbers have fourth powers of 1 modulo 16, not modulo 256.
    {"(mul (mul x x) (mul x x))", "(and x 1)", "", "holds at 4"},
    // Only seven bits are a count, 7, whose own bits are counted as 3, which has two.
    {"(xor (popcnt (popcnt (popcnt (and x A)))) y)", "(xor (ne (and x A) 0) y)", "", "holds at 4"},
    // One assignment of 2^24: all three are the largest number.
    {
      "(and (eq x A) (and (eq y A) (slt 1 (popcnt (popcnt (popcnt A))))))",
      "0",
      "(eq A (shr -1 1))",
      "holds at 4"
    },
    // Rules of the table, their guards weaker by one value.
    {"(sub! x A)", "(add! x (sub 0 A))", "", ""},
    {"(sle x A)", "(slt x (add A 1))", "", ""},
    {"(ule A x)", "(ult (sub A 1) x)", "", ""},
    {"(add! (add! x A) B)", "(add! x (add A B))", "(eq (slt A 0) (slt B 0))", ""},
    {"(shl (shl x A) B)", "0", "(and (ule (sub W 1) (add A B)) (and (ult A W) (ult B W)))", ""},
    {"(sext8 (and x A))", "(sext8 x)", "(eq (or (and A 255) 1) 255)", ""},
    {"(sext (add x A))", "(add (sext x) (sext A))", "", ""},
    {"(trunc (and x A))", "(and (trunc x) (trunc (or A 1)))", "", ""},
  };

  @Test
  void wrongRulesAreFound() {
    for (String[] line : WRONG) {
      Term condition = line[2].isEmpty() ? null : Term.parse(line[2]);
      Rule rule = new Rule("wrong", Term.parse(line[0]), Term.parse(line[1]), condition);
      RuleProof.Result atFour = RuleProof.of(rule, new RuleProof.Model(4, 1));
      assertThat(atFour.counterexample() == null)
          .as("%s at 4 bits", rule)
          .isEqualTo(!line[3].isEmpty());
      assertThat(RuleProof.of(rule, RuleProof.Model.WORDS).counterexample())
          .as("%s at 8 bits", rule)
          .isNotNull();
    }
  }

  /**
   * How many digits the wide format needs for a rule on numbers of p = 4 (Figueroa's theorem: 2p
   * for products and quotients, 2p + 1 for sums, 2p + 2 for roots). One less, and the rule fails.
   */
  private static final Map<String, Integer> DIGITS =
      Map.of(
          "fdemote-fadd", 9,
          "fdemote-fsub", 9,
          "fdemote-fmul", 8,
          "fdemote-fdiv", 8,
          "fdemote-fsqrt", 10);

  @Test
  void doubleRoundingIsFound() {
    for (Rule rule : Rules.all()) {
      Integer digits = DIGITS.get(rule.name());
      if (digits != null) {
        assertThat(withDigits(rule, digits)).as("%s with %d digits", rule, digits).isNull();
        assertThat(withDigits(rule, digits - 1)).as("%s with one less", rule).isNotNull();
      }
    }
  }

  private static @Nullable String withDigits(Rule rule, int digits) {
    return SmallFloats.counterexample(rule, new SmallFloats.Format(digits, -126, 127));
  }

  /** Conditions that hold a rule back where it is right but of no use. */
  private static final Set<String> CONDITIONS_OF_USE =
      Set.of(
          // A count in range would be replaced by itself, for ever.
          "shl-wide",
          "shr-wide",
          "sar-wide",
          // A mask that fits no immediate costs more than the shifts.
          "zext8-shifts");

  /** Without its condition a rule is wrong, and the proof says so. */
  @Test
  void everyOtherConditionIsNeeded() {
    for (Rule rule : Rules.all()) {
      if (rule.condition() != null && !CONDITIONS_OF_USE.contains(rule.name())) {
        Rule bare = new Rule(rule.name(), rule.from(), rule.to(), null);
        assertThat(RuleProof.of(bare, RuleProof.Model.WORDS).counterexample())
            .as("%s", rule)
            .isNotNull();
      }
    }
  }

  private static boolean isFloatOp(Op op) {
    return op.text().startsWith("f") || op == Op.SI2F || op == Op.UI2F || op == Op.BITCAST;
  }

  private static boolean anyOp(Rule rule, Predicate<Op> test) {
    return anyOp(rule.from(), test) || anyOp(rule.to(), test);
  }

  private static boolean anyOp(Term term, Predicate<Op> test) {
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

  private static boolean isSized(Op op) {
    return switch (op) {
      case SEXT8, SEXT16, ZEXT8, ZEXT16 -> true;
      default -> false;
    };
  }
}
