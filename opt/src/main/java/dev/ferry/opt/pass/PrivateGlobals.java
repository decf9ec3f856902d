package dev.ferry.opt.pass;

import dev.ferry.ir.AsmInfo;
import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Global;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Module;
import dev.ferry.ir.Op;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.AliasAnalysis;
import dev.ferry.opt.ModulePass;
import dev.ferry.opt.PassContext;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the static objects whose address goes nowhere but into loads and stores: no pointer can
 * meet them. What is never stored to is constant, what is never read need not be stored.
 *
 * <p>Algorithm: every static object is a candidate until an initialiser, an alias, assembly or a
 * function lets its address out ({@link AliasAnalysis#leakedGlobals}); then one look at all
 * accesses (gcc's ipa-reference and "write-only variables").
 *
 * <p>Requires nothing; preserves the block graph. Before: {@code store @count, %0; store %p, 1; %1
 * = load @count}. After, with {@code gvn}: {@code %0} in place of {@code %1}.
 */
public final class PrivateGlobals implements ModulePass {
  /** Zeros in a larger object that turns constant would have to go into the file. */
  private static final long MAX_ZEROS = 64;

  /** Sums within sums that are followed from an access to its object. */
  private static final int MAX_DEPTH = 16;

  @Override
  public String name() {
    return "private-globals";
  }

  @Override
  public boolean run(Module module, PassContext context) {
    if (!module.assembly.isEmpty() || !context.fuel()) {
      return false;
    }
    Finder finder = new Finder(module);
    if (!finder.find()) {
      return false;
    }
    return new Accesses(module, finder.candidates, context).use();
  }

  /** Marks the private objects. */
  private static final class Finder {
    private final Module module;
    final Map<Symbol, Global> candidates = new IdentityHashMap<>();

    Finder(Module module) {
      this.module = module;
    }

    boolean find() {
      for (Global global : module.globals) {
        global.symbol.isPrivate = false;
        if (isCandidate(global)) {
          candidates.put(global.symbol, global);
        }
      }
      for (Global global : module.globals) {
        for (Global.Reference reference : global.references) {
          drop(reference.symbol());
        }
      }
      for (Symbol symbol : module.symbols()) {
        if (symbol.aliasOf != null) {
          drop(symbol);
          drop(symbol.aliasOf);
        }
      }
      for (Symbol symbol : candidates.keySet()) {
        symbol.isPrivate = true;
      }
      module.hasPrivateGlobals = !candidates.isEmpty();
      if (module.hasPrivateGlobals) {
        for (Function function : module.functions) {
          scan(function);
        }
      }
      module.hasPrivateGlobals = !candidates.isEmpty();
      return module.hasPrivateGlobals;
    }

    private static boolean isCandidate(Global global) {
      Symbol symbol = global.symbol;
      return symbol.linkage == Symbol.Linkage.LOCAL
          && symbol.tls == Symbol.Tls.NONE
          && symbol.section == null
          && !global.isUsed
          && !global.isReadOnly;
    }

    private void drop(@Nullable Symbol symbol) {
      if (symbol != null) {
        symbol.isPrivate = false;
        candidates.remove(symbol);
      }
    }

    private void scan(Function function) {
      for (Symbol symbol : List.copyOf(new AliasAnalysis(function).leakedGlobals())) {
        drop(symbol);
      }
      for (Block block : function.blocks) {
        for (Instruction instruction : block.instructions) {
          if (instruction.op == Op.ASM) {
            dropNamedIn(instruction.asm());
          }
        }
        if (block.terminator instanceof Terminator.AsmGoto asmGoto) {
          dropNamedIn(asmGoto.asm);
        }
      }
    }

    private void dropNamedIn(AsmInfo asm) {
      for (Symbol symbol : List.copyOf(candidates.keySet())) {
        if (asm.names(symbol.name)) {
          drop(symbol);
        }
      }
    }
  }

  /** What is read and what is written of the private objects. */
  private static final class Accesses {
    private final Module module;
    private final Map<Symbol, Global> globals;
    private final PassContext context;
    private final Set<Symbol> read = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Symbol> written = Collections.newSetFromMap(new IdentityHashMap<>());

    Accesses(Module module, Map<Symbol, Global> globals, PassContext context) {
      this.module = module;
      this.globals = globals;
      this.context = context;
    }

    boolean use() {
      for (Function function : module.functions) {
        for (Block block : function.blocks) {
          for (Instruction instruction : block.instructions) {
            note(instruction);
          }
        }
      }
      boolean changed = false;
      for (Global global : module.globals) {
        if (globals.containsKey(global.symbol)
            && !written.contains(global.symbol)
            && (global.bytes.length > 0 || global.size <= MAX_ZEROS)
            && context.fuel()) {
          global.isReadOnly = true;
          changed = true;
        }
      }
      if (changed) {
        context.forgetConstantMemory();
      }
      return dropStores() | changed;
    }

    /** An address counts as both unless it is the place of a plain access; sums are followed. */
    private void note(Instruction instruction) {
      if (instruction.op == Op.ADD || instruction.op == Op.SUB) {
        return;
      }
      for (int i = 0; i < instruction.args.length; i++) {
        if (instruction.args[i] instanceof Instruction address) {
          boolean isPlace =
              switch (instruction.op) {
                case STORE -> i == 0 && !instruction.access().isVolatile();
                case MEMCPY, MEMSET -> i == 0 && !instruction.memBlock().isVolatile();
                default -> false;
              };
          boolean reads = instruction.op == Op.LOAD || instruction.op == Op.MEMCPY && i == 1;
          note(address, isPlace, reads, 0);
        }
      }
    }

    private void note(Instruction address, boolean isPlace, boolean isSource, int depth) {
      if (address.op == Op.GLOBAL_ADDR) {
        if (!isSource) {
          written.add(address.symbol());
        }
        if (!isPlace) {
          read.add(address.symbol());
        }
      } else if (address.op == Op.ADD || address.op == Op.SUB) {
        if (depth > MAX_DEPTH) {
          read.addAll(globals.keySet());
          written.addAll(globals.keySet());
          return;
        }
        for (Value arg : address.args) {
          if (arg instanceof Instruction inner) {
            note(inner, isPlace, isSource, depth + 1);
          }
        }
      }
    }

    private boolean dropStores() {
      boolean changed = false;
      for (Function function : module.functions) {
        if (function.noOptimize || function.isNaked) {
          continue;
        }
        for (Block block : function.blocks) {
          changed |= block.instructions.removeIf(this::isWasted);
        }
      }
      return changed;
    }

    private boolean isWasted(Instruction instruction) {
      boolean isPlainStore =
          switch (instruction.op) {
            case STORE -> !instruction.access().isVolatile();
            case MEMCPY, MEMSET -> !instruction.memBlock().isVolatile();
            default -> false;
          };
      return isPlainStore
          && instruction.args[0] instanceof Instruction address
          && address.op == Op.GLOBAL_ADDR
          && globals.containsKey(address.symbol())
          && !read.contains(address.symbol())
          && context.fuel();
    }
  }
}
