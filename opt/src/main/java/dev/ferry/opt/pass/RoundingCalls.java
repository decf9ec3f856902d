package dev.ferry.opt.pass;

import dev.ferry.ir.CallInfo;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.CallRewriter;
import java.util.Map;

/**
 * Rounding to an integer of a float that was promoted to double is done as float: what floor and
 * its like give is between two neighbouring integers, which a float holds exactly if its argument
 * was one.
 *
 * <p>Algorithm: a look at each call of an undefined function with a library name and the library's
 * signature. Does nothing under -fno-builtin.
 *
 * <p>Requires nothing; preserves the block graph. Before: {@code %1: f64 = fpromote %0 / %2: f64 =
 * call @floor(%1)}. After: {@code %1: f32 = call @floorf(%0) / %2: f64 = fpromote %1}.
 */
public final class RoundingCalls implements Pass {
  private static final Map<String, String> SHAPES =
      Map.of(
          "floor",
          "dd",
          "ceil",
          "dd",
          "trunc",
          "dd",
          "round",
          "dd",
          "rint",
          "dd",
          "nearbyint",
          "dd");

  @Override
  public String name() {
    return "rounding-calls";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    return CallRewriter.run(function, context, SHAPES, Rewriter::new);
  }

  private static final class Rewriter extends CallRewriter {
    Rewriter(Function function, PassContext context) {
      super(function, context, SHAPES);
    }

    @Override
    protected boolean rewrite(Instruction call, String name, Value[] args) {
      if (!(args[0] instanceof Instruction wide) || wide.op != Op.FPROMOTE || !context.fuel()) {
        return false;
      }
      Instruction narrow = library(name + "f", Type.F32, call, wide.args[0]);
      if (narrow == null) {
        return false;
      }
      CallInfo made = narrow.call();
      if (made.callee() != null) {
        narrow.payload = call.call().with(made.signature(), false).to(made.callee());
      }
      return give(call, emit(Op.FPROMOTE, Type.F64, narrow));
    }
  }
}
