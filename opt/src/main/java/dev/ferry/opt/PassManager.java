package dev.ferry.opt;

import dev.ferry.base.InternalCompilerError;
import dev.ferry.ir.Function;
import dev.ferry.ir.Module;
import dev.ferry.ir.text.IrPrinter;
import dev.ferry.ir.verify.Verifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Runs lists of passes. Gives every pass for free: dump after, time, disable, stop after, verify
 * after each, fuel, and a random legal order by seed.
 */
public final class PassManager {
  private final OptOptions options;
  private final PassContext context;
  private final Map<String, long[]> nanos = new LinkedHashMap<>();

  public PassManager(OptOptions options, PassContext context) {
    this.options = options;
    this.context = context;
  }

  /** Runs the passes over each function that may be optimised: function by function. */
  public void run(Module module, List<Pass> passes) {
    for (Function function : module.functions) {
      run(function, passes);
    }
  }

  /** Runs what the user has asked for and is no optimisation, over every function. */
  void runDemanded(Module module, List<Pass> passes) {
    for (Function function : module.functions) {
      for (Pass pass : passes) {
        boolean unused = run(function, pass);
      }
    }
  }

  public void run(Function function, List<Pass> passes) {
    if (function.noOptimize || function.isNaked) {
      return;
    }
    // A pass that found nothing finds nothing again until another has changed the function.
    List<String> settled = new ArrayList<>();
    for (Pass pass : ordered(passes, function)) {
      if (isEnabled(pass.name())) {
        if (settled.contains(pass.name())) {
          observe(pass.name(), function, false, 0);
        } else if (run(function, pass)) {
          settled.clear();
        } else {
          settled.add(pass.name());
        }
      }
      if (pass.name().equals(options.stopAfter)) {
        return;
      }
    }
  }

  private boolean isEnabled(String name) {
    return !context.isOutOfFuel() && !options.disabled.contains(name);
  }

  private boolean run(Function function, Pass pass) {
    context.setPass(pass.name());
    String before = options.verifyEach ? IrPrinter.print(function) : "";
    long start = System.nanoTime();
    boolean changed;
    try {
      changed = pass.run(function, context);
    } catch (InternalCompilerError e) {
      throw e;
    } catch (RuntimeException e) {
      throw new InternalCompilerError("opt." + pass.name(), function.symbol.name, e);
    }
    long took = System.nanoTime() - start;
    if (options.timing) {
      nanos.computeIfAbsent(pass.name(), _ -> new long[1])[0] += took;
    }
    if (options.verifyEach) {
      verify(function, pass.name(), changed, before);
    }
    observe(pass.name(), function, changed, took);
    return changed;
  }

  private static void verify(Function function, String pass, boolean changed, String before) {
    if (changed) {
      Verifier.verify(function, "opt." + pass);
    } else if (!IrPrinter.print(function).equals(before)) {
      throw new InternalCompilerError(
          "opt." + pass,
          function.symbol.name,
          new IllegalStateException("the pass changed the function and says that it did not"));
    }
  }

  private void observe(String pass, Function function, boolean changed, long took) {
    PassObserver observer = options.observer;
    if (observer != null) {
      observer.ran(pass, function, changed, took);
    }
    dump(pass, function);
  }

  private void dump(String pass, Function function) {
    OptOptions.Dump dump = options.dump;
    if (dump != null && (options.dumpAfter.contains(pass) || options.dumpAfter.contains("*"))) {
      dump.dumped(pass, function.symbol.name, IrPrinter.print(function));
    }
  }

  /** Runs one module pass. */
  public void run(Module module, ModulePass pass) {
    if (!isEnabled(pass.name())) {
      return;
    }
    context.setPass(pass.name());
    long start = System.nanoTime();
    boolean changed;
    try {
      changed = pass.run(module, context);
    } catch (InternalCompilerError e) {
      throw e;
    } catch (RuntimeException e) {
      throw new InternalCompilerError("opt." + pass.name(), null, e);
    }
    long took = System.nanoTime() - start;
    if (options.timing) {
      nanos.computeIfAbsent(pass.name(), _ -> new long[1])[0] += took;
    }
    for (Function function : module.functions) {
      if (changed && options.verifyEach) {
        Verifier.verify(function, "opt." + pass.name());
      }
      observe(pass.name(), function, changed, took);
      took = 0;
    }
  }

  /** The list as it is, or shuffled under the constraints of {@link PassOrder}. */
  private List<Pass> ordered(List<Pass> passes, Function function) {
    if (options.orderSeed == 0) {
      return passes;
    }
    Random random = new Random(options.orderSeed * 31 + function.symbol.name.hashCode());
    List<Pass> left = new ArrayList<>(passes);
    List<Pass> result = new ArrayList<>();
    while (!left.isEmpty()) {
      List<Pass> ready = new ArrayList<>();
      for (Pass pass : left) {
        if (PassOrder.mayComeNext(pass, left)) {
          ready.add(pass);
        }
      }
      Collections.shuffle(ready, random);
      Pass next = ready.getFirst();
      left.remove(next);
      result.add(next);
    }
    return result;
  }

  /** Nanoseconds by pass in order of first run; filled if timing is on. */
  public Map<String, long[]> times() {
    return nanos;
  }
}
