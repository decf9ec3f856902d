package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.CallInfo;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.MemType;
import dev.ferry.ir.Module;
import dev.ferry.ir.Op;
import dev.ferry.ir.Signature;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.opt.OptOptions.StackProtector;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code -fstack-protector}: a function whose arrays might overflow keeps a secret between them and
 * its return address, and looks whether it is still there before it returns.
 *
 * <p>Algorithm: the entry copies {@code __stack_chk_guard} into a slot of its own, which the frame
 * holds above all others (see {@link Slot.Shelf}). Each return becomes a comparison of the two,
 * both read as volatile: where they are equal the function returns, else it calls {@code
 * __stack_chk_fail}. Which functions, depends on the option as with gcc: with an array of eight or
 * more characters or a dynamic one; with any array or an address that goes anywhere; all; those
 * that ask for it.
 *
 * <p>Requires nothing, and stands behind all other passes, so that none looks through the secret; a
 * call before a return is no tail call any more. Preserves nothing of the block graph.
 */
public final class ProtectStack implements Pass {
  private static final String GUARD = "__stack_chk_guard";
  private static final String FAIL = "__stack_chk_fail";

  @Override
  public String name() {
    return "protect-stack";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    StackProtector kind = context.options.stackProtector;
    if (function.isNaked
        || function.protection == Function.Protection.NEVER
        || kind == StackProtector.NONE
        || function.protection != Function.Protection.ALWAYS && !wants(function, kind)) {
      return false;
    }
    new Protection(function).run();
    return true;
  }

  private static boolean wants(Function function, StackProtector kind) {
    return switch (kind) {
      case NONE, EXPLICIT -> false;
      case ALL -> true;
      case TEXT -> holds(function, Slot.Shelf.TEXT) || allocates(function);
      case STRONG -> holds(function, Slot.Shelf.ARRAY) || allocates(function) || leaks(function);
    };
  }

  /** Whether something that is used lies on that shelf or on a higher one. */
  private static boolean holds(Function function, Slot.Shelf least) {
    for (Block block : function.blocks) {
      for (Instruction inst : block.instructions) {
        if (inst.op == Op.SLOT_ADDR && inst.slot().shelf.compareTo(least) >= 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean allocates(Function function) {
    for (Block block : function.blocks) {
      for (Instruction inst : block.instructions) {
        if (inst.op == Op.STACK_ALLOC) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the address of a slot is used for anything but a load or store there. */
  private static boolean leaks(Function function) {
    for (Block block : function.blocks) {
      for (Instruction inst : block.instructions) {
        boolean accesses = inst.op == Op.LOAD || inst.op == Op.STORE;
        for (int i = accesses ? 1 : 0; i < inst.args.length; i++) {
          if (isSlotAddress(inst.args[i])) {
            return true;
          }
        }
      }
      Terminator end = block.terminator;
      for (int i = 0; i < end.operandCount(); i++) {
        if (isSlotAddress(end.operand(i))) {
          return true;
        }
      }
      for (Edge edge : end.edges()) {
        for (Value value : edge.args) {
          if (isSlotAddress(value)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean isSlotAddress(Value value) {
    return value instanceof Instruction inst && inst.op == Op.SLOT_ADDR;
  }

  /** The change of one function. */
  private static final class Protection {
    private final Function function;
    private final FunctionBuilder out;
    private final Type pointer;
    private final MemAccess access;
    private final Slot slot;
    private final Symbol guard;
    private final Symbol fail;

    Protection(Function function) {
      this.function = function;
      this.out = new FunctionBuilder(function);
      Module module = function.module;
      this.pointer = module.pointerType();
      this.access =
          new MemAccess(
              pointer == Type.I64 ? MemType.I64 : MemType.I32, 0, pointer.bytes(), 0, true);
      this.slot = function.addSlot("guard", pointer.bytes(), pointer.bytes());
      slot.shelf = Slot.Shelf.GUARD;
      this.guard = outside(module, GUARD);
      this.fail = outside(module, FAIL);
    }

    /** A symbol of the C library: unless the program says more of it, in another link unit. */
    private static Symbol outside(Module module, String name) {
      Symbol symbol = module.symbol(name);
      if (!symbol.isDefined && symbol.visibility == Symbol.Visibility.DEFAULT) {
        symbol.isDsoLocal = false;
      }
      return symbol;
    }

    void run() {
      List<Block> returning = new ArrayList<>();
      for (Block block : function.blocks) {
        if (block.terminator instanceof Terminator.Return) {
          returning.add(block);
        }
      }
      keep();
      if (returning.isEmpty()) {
        return;
      }
      Block failing = function.addBlock("smashed");
      for (Block block : returning) {
        look(block, failing);
      }
      out.resume(failing);
      out.call(new CallInfo(fail, new Signature(List.of(), null, false, 0)).thatNeverReturns());
      out.unreachable();
    }

    /** At the entry: the secret goes into its slot. */
    private void keep() {
      Block entry = function.entry();
      List<Instruction> body = new ArrayList<>(entry.instructions);
      Terminator end = entry.terminator;
      entry.instructions.clear();
      out.resume(entry);
      out.setLoc(function.loc);
      out.store(access, out.slotAddr(slot, 0), secret());
      entry.instructions.addAll(body);
      entry.terminator = end;
    }

    private Instruction secret() {
      return out.load(pointer, access, out.globalAddr(guard, 0));
    }

    private void look(Block block, Block failing) {
      Terminator.Return end = (Terminator.Return) block.terminator;
      Block leaving = function.addBlock("intact");
      List<Instruction> release = release(block);
      leaving.instructions.addAll(release);
      release.clear();
      out.resume(block);
      out.setLoc(end.loc);
      Instruction kept = out.load(pointer, access, out.slotAddr(slot, 0));
      Value same = out.binary(Op.EQ, kept, secret());
      out.branch(same, leaving, failing).probability = 1000;
      leaving.terminator = end;
    }

    /**
     * What a returning block does from where it gives a dynamic array back: the stack pointer that
     * was kept may have been overwritten as well, and to fail takes a stack.
     */
    private static List<Instruction> release(Block block) {
      int from = block.instructions.size();
      for (int i = from - 1; i >= 0 && block.instructions.get(i).op != Op.CALL; i--) {
        if (block.instructions.get(i).op == Op.STACK_RESTORE) {
          from = i;
        }
      }
      return block.instructions.subList(from, block.instructions.size());
    }
  }
}
