package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Module;
import dev.ferry.ir.Op;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.opt.ModulePass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Blocks;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Finds the functions that never return without saying so, and ends blocks after calls of them.
 *
 * <p>Algorithm: a function without a reachable return ends in calls that do not return, or nowhere.
 * What stands behind a call of it goes; that may leave the caller without a return in turn, and so
 * on until no more are found.
 *
 * <p>Requires unreachable blocks to be gone for the first ones to be seen; preserves functions that
 * call none of them. Before: {@code call @fail(%1) : (i32)}, {@code return}, where {@code @fail}
 * ends in {@code abort}. After: {@code call @fail(%1) : (i32) noreturn}, {@code unreachable}.
 */
public final class NeverReturns implements ModulePass {
  @Override
  public String name() {
    return "never-returns";
  }

  @Override
  public boolean run(Module module, PassContext context) {
    boolean changed = false;
    Set<Symbol> found = find(module, context);
    while (!found.isEmpty()) {
      for (Function function : module.functions) {
        if (!function.noOptimize && !function.isNaked) {
          changed |= cut(function, found, context);
        }
      }
      found = find(module, context);
    }
    return changed;
  }

  /** Marks and gives the functions that are not known yet to return never. */
  private static Set<Symbol> find(Module module, PassContext context) {
    Set<Symbol> found = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Function function : module.functions) {
      if (!function.noReturn
          && !function.noOptimize
          && !function.isNaked
          && function.outOfLine == null
          && context.isFinal(function.symbol)
          && !hasReturn(function)
          && context.fuel()) {
        function.noReturn = true;
        found.add(function.symbol);
      }
    }
    return found;
  }

  private static boolean hasReturn(Function function) {
    for (Block block : function.blocks) {
      if (block.terminator instanceof Terminator.Return) {
        return true;
      }
    }
    return false;
  }

  private static boolean cut(Function function, Set<Symbol> found, PassContext context) {
    boolean changed = false;
    for (Block block : function.blocks) {
      List<Instruction> code = block.instructions;
      for (int i = 0; i < code.size(); i++) {
        Instruction call = code.get(i);
        Symbol callee = call.op == Op.CALL ? call.call().callee() : null;
        if (callee != null && found.contains(callee) && !call.call().noReturn()) {
          call.payload = call.call().thatNeverReturns();
          code.subList(i + 1, code.size()).clear();
          block.terminator = new Terminator.Unreachable();
          context.optimized(function, call.loc, callee.name + " never returns");
          changed = true;
        }
      }
    }
    if (changed) {
      Blocks.removeUnreachable(function, ControlFlow.of(function));
    }
    return changed;
  }
}
