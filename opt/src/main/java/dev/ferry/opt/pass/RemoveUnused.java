package dev.ferry.opt.pass;

import dev.ferry.ir.AsmInfo;
import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Global;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Module;
import dev.ferry.ir.Op;
import dev.ferry.ir.Symbol;
import dev.ferry.opt.ModulePass;
import dev.ferry.opt.PassContext;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Removes static functions and objects that nothing refers to.
 *
 * <p>Algorithm: mark from everything visible outside, used or in {@code .init_array}, through
 * calls, addresses and initialisers. Nothing is removed from a module with file-scope assembly,
 * whose text may name anything.
 *
 * <p>Requires nothing; preserves all function bodies. Before: {@code static int unused(void) …}.
 * After: gone.
 */
public final class RemoveUnused implements ModulePass {
  @Override
  public String name() {
    return "remove-unused";
  }

  @Override
  public boolean run(Module module, PassContext context) {
    if (!module.assembly.isEmpty() || !context.fuel()) {
      return false;
    }
    Marker marker = new Marker(module);
    marker.run();
    boolean changed = module.functions.removeIf(f -> !marker.live.containsKey(f.symbol));
    changed |= module.globals.removeIf(g -> !marker.live.containsKey(g.symbol));
    if (changed) {
      context.forgetConstantMemory();
    }
    return changed;
  }

  private static final class Marker {
    final Map<Symbol, Boolean> live = new IdentityHashMap<>();
    private final Map<Symbol, Object> definitions = new IdentityHashMap<>();
    private final Module module;
    private final List<Symbol> work = new ArrayList<>();

    Marker(Module module) {
      this.module = module;
      for (Function function : module.functions) {
        definitions.put(function.symbol, function);
      }
      for (Global global : module.globals) {
        definitions.put(global.symbol, global);
      }
    }

    void run() {
      for (Function function : module.functions) {
        // The text of inline assembly may name static symbols only through operands: those are
        // seen.
        if (function.isUsed || isRoot(function.symbol)) {
          mark(function.symbol);
        }
      }
      for (Global global : module.globals) {
        if (global.isUsed || isRoot(global.symbol)) {
          mark(global.symbol);
        }
      }
      for (Module.InitEntry entry : module.initEntries) {
        mark(entry.function());
      }
      for (Symbol symbol : module.symbols()) {
        if (symbol.aliasOf != null) {
          mark(symbol);
          mark(symbol.aliasOf);
        }
      }
      while (!work.isEmpty()) {
        Object definition = definitions.get(work.removeLast());
        if (definition instanceof Function function) {
          scan(function);
        } else if (definition instanceof Global global) {
          scan(global);
        }
      }
    }

    private static boolean isRoot(Symbol symbol) {
      return symbol.linkage != Symbol.Linkage.LOCAL || symbol.section != null;
    }

    private void mark(@Nullable Symbol symbol) {
      if (symbol != null && live.put(symbol, true) == null) {
        work.add(symbol);
      }
    }

    private void scan(Function function) {
      for (Block block : function.blocks) {
        for (Instruction instruction : block.instructions) {
          if (instruction.op == Op.CALL) {
            mark(instruction.call().callee());
          } else if (instruction.op == Op.GLOBAL_ADDR) {
            mark(instruction.symbol());
          } else if (instruction.op == Op.ASM) {
            scanAssembly(instruction.asm());
          }
        }
        if (block.terminator instanceof dev.ferry.ir.Terminator.AsmGoto asmGoto) {
          scanAssembly(asmGoto.asm);
        }
      }
    }

    private void scanAssembly(AsmInfo asm) {
      if (asm.template().isEmpty() && asm.operands().isEmpty()) {
        return;
      }
      for (Symbol symbol : definitions.keySet()) {
        if (asm.names(symbol.name)) {
          mark(symbol);
        }
      }
    }

    private void scan(Global global) {
      for (Global.Reference reference : global.references) {
        mark(reference.symbol());
        Block block = reference.block();
        if (block != null) {
          mark(block.function().symbol);
        }
      }
    }
  }
}
