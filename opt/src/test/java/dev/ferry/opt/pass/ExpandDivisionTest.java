package dev.ferry.opt.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.ir.CostModel;
import dev.ferry.ir.Function;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.Module;
import dev.ferry.ir.Op;
import dev.ferry.ir.ParamType;
import dev.ferry.ir.Signature;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.eval.IntEval;
import dev.ferry.ir.interpreter.Interpreter;
import dev.ferry.ir.verify.Verifier;
import dev.ferry.opt.OptOptions;
import dev.ferry.opt.Optimizer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Quotients and remainders by constants equal the division's, for boundary and random operands. */
class ExpandDivisionTest {
  private static final long[] DIVISORS = {
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    12,
    13,
    14,
    25,
    28,
    60,
    64,
    100,
    125,
    641,
    1000,
    3600,
    65535,
    65536,
    65537,
    1_000_000,
    0x7fffffffL,
    0x80000000L,
    0x80000001L,
    0xfffffffeL,
    0xffffffffL,
    0x100000000L,
    274177,
    6_700_417,
    1_000_000_007L,
    10_000_000_000L,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1
  };
  private static final long[] EDGES = {
    0,
    1,
    2,
    3,
    7,
    9,
    10,
    99,
    0x7ffffffeL,
    0x7fffffffL,
    0x80000000L,
    0xfffffffeL,
    0xffffffffL,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1,
    -2,
    -10
  };

  @Test
  void all() {
    Random random = new Random(1);
    for (Type type : List.of(Type.I32, Type.I64)) {
      for (Op op : List.of(Op.SDIV, Op.UDIV, Op.SREM, Op.UREM)) {
        for (long d : DIVISORS) {
          check(type, op, d, random);
          check(type, op, -d, random);
          check(type, op, random.nextLong() >> random.nextInt(60), random);
        }
      }
    }
  }

  private static void check(Type type, Op op, long rawDivisor, Random random) {
    long d = IntEval.wrap(type.bits(), rawDivisor);
    Module module = new Module("test", 64);
    Symbol symbol = module.symbol("f");
    ParamType scalar = new ParamType.Scalar(type);
    Function function =
        new Function(module, symbol, new Signature(List.of(scalar), scalar, false, 1));
    module.functions.add(function);
    FunctionBuilder out = new FunctionBuilder(function);
    out.start(function.newBlock("entry"));
    Value x = function.entry().addParam(type);
    Value divisor = out.iconst(type, d);
    if (op == Op.SREM || op == Op.UREM) {
      // A remainder alone stays; with its quotient it is expanded.
      out.binary(op == Op.SREM ? Op.SDIV : Op.UDIV, x, divisor);
    }
    out.ret(out.binary(op, x, divisor));
    OptOptions options = new OptOptions();
    Optimizer.runPass(module, "expand-division", options, CostModel.DEFAULT);
    assertThat(Verifier.check(module)).isEmpty();
    Interpreter interpreter = new Interpreter(module);
    for (int i = 0; i < 60; i++) {
      long a = i < EDGES.length ? EDGES[i] : random.nextLong() >> random.nextInt(63);
      if (i > 40) {
        a = d * random.nextInt(1000) + random.nextInt(3) - 1;
      }
      a = IntEval.wrap(type.bits(), a);
      assertThat(interpreter.call("f", a))
          .as(type + " " + a + " " + op + " " + d)
          .isEqualTo(IntEval.binary(op, type.bits(), a, d));
    }
  }
}
