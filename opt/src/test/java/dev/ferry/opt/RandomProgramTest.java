package dev.ferry.opt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.ir.CostModel;
import dev.ferry.ir.Module;
import dev.ferry.ir.interpreter.Interpreter;
import dev.ferry.ir.interpreter.Library;
import dev.ferry.ir.text.IrPrinter;
import dev.ferry.ir.text.IrReader;
import dev.ferry.ir.verify.Verifier;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Random programs compute the same before and after each level, in the listed and in random orders.
 */
class RandomProgramTest {
  private static final int PROGRAMS = Integer.getInteger("ferry.programs", 150);
  private static final long FIRST = Long.getLong("ferry.seed", 1);
  private static final Interpreter.Limits LIMITS = new Interpreter.Limits(20_000_000, 64 << 20);

  @Test
  void optimisedProgramsComputeTheSame() {
    for (long seed = FIRST; seed < FIRST + PROGRAMS; seed++) {
      check(seed);
    }
  }

  static void check(long seed) {
    Module original = new RandomProgram(seed).make();
    assertThat(Verifier.check(original)).as("seed " + seed).isEmpty();
    String text = IrPrinter.print(original);
    Interpreter.Result expected = run(original);
    if (expected.fault() != null) {
      return;
    }
    for (OptOptions.Level level :
        List.of(
            OptOptions.Level.O1, OptOptions.Level.O2, OptOptions.Level.O3, OptOptions.Level.OS)) {
      for (int order = 0; order < 2; order++) {
        Module module = IrReader.read(text);
        OptOptions options = new OptOptions();
        options.level = level;
        options.verifyEach = true;
        options.orderSeed = order == 0 ? 0 : seed;
        Optimizer.optimize(module, options, CostModel.DEFAULT);
        Interpreter.Result actual = run(module);
        assertThat(actual.fault()).as("seed " + seed + " " + level + " order " + order).isNull();
        assertThat(actual.status())
            .as("seed " + seed + " " + level + " order " + order)
            .isEqualTo(expected.status());
      }
    }
  }

  private static Interpreter.Result run(Module module) {
    Interpreter interpreter =
        new Interpreter(List.of(module), new Library(), LIMITS, InputStream.nullInputStream());
    return interpreter.run("main");
  }
}
