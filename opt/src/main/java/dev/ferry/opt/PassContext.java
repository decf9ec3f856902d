package dev.ferry.opt;

import dev.ferry.ir.CostModel;
import dev.ferry.ir.Function;
import dev.ferry.ir.Module;
import dev.ferry.ir.Symbol;
import dev.ferry.opt.rules.ConstantMemory;
import org.jspecify.annotations.Nullable;

/** What passes share in one run: options, costs, fuel, remarks. */
public final class PassContext {
  public final OptOptions options;
  public final CostModel costs;
  private long fuel;
  private String pass = "";
  private @Nullable ConstantMemory constantMemory;
  private @Nullable Module constantMemoryOf;

  public PassContext(OptOptions options, CostModel costs) {
    this.options = options;
    this.costs = costs;
    this.fuel = options.fuel;
  }

  /** Asked before each rewrite: false when the fuel is used up, and then it must not be made. */
  public boolean fuel() {
    if (fuel < 0) {
      return true;
    }
    if (fuel == 0) {
      return false;
    }
    fuel--;
    return true;
  }

  /** Whether no rewrite may be made any more. */
  public boolean isOutOfFuel() {
    return fuel == 0;
  }

  /** Whether the definition of this name in the module is the one that will run. */
  public boolean isFinal(Symbol symbol) {
    return symbol.linkage == Symbol.Linkage.LOCAL
        || symbol.linkage == Symbol.Linkage.GLOBAL && !options.semanticInterposition;
  }

  /** What is known of the module's constant globals. */
  public ConstantMemory constantMemory(Module module) {
    ConstantMemory known = constantMemory;
    if (known == null || constantMemoryOf != module) {
      known = new ConstantMemory(module, !options.semanticInterposition);
      constantMemory = known;
      constantMemoryOf = module;
    }
    return known;
  }

  /** Set by the optimiser: cleans a function up after inlining into it. */
  java.util.function.Consumer<Function> cleanUp = _ -> {};

  /** Simplifies a function that a module pass changed, so that its size is a fair estimate. */
  public void cleanUp(Function function) {
    String outer = pass;
    cleanUp.accept(function);
    pass = outer;
  }

  /** The size of a global defined here and not weak, else -1. */
  public long sizeOf(Module module, Symbol symbol) {
    return constantMemory(module).size(symbol);
  }

  /** Forgets the constant globals: after a pass that changed which globals are constant. */
  public void forgetConstantMemory() {
    constantMemory = null;
  }

  void setPass(String name) {
    pass = name;
  }

  public boolean wantsRemarks() {
    return options.remarks != null;
  }

  public void optimized(Function function, int loc, String message) {
    remark(Remarks.Kind.OPTIMIZED, function, loc, message);
  }

  public void missed(Function function, int loc, String message) {
    remark(Remarks.Kind.MISSED, function, loc, message);
  }

  private void remark(Remarks.Kind kind, Function function, int loc, String message) {
    Remarks remarks = options.remarks;
    if (remarks != null) {
      remarks.remark(kind, pass, function.symbol.name, loc, message);
    }
  }
}
