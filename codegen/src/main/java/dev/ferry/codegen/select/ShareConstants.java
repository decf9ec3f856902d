package dev.ferry.codegen.select;

import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.codegen.mir.Reg;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/**
 * One register for each constant and address of a stretch of code without calls. Selection asks for
 * constants use by use; what is made again soon after it was made is the first one.
 *
 * <p>Algorithm: forwards through each block with a table of the constants made since its beginning
 * or the last call. Allocation makes a constant again where registers are short, so sharing costs
 * nothing there.
 */
final class ShareConstants {
  private record Key(MOp op, long imm, Object payload) {}

  private static final Object NO_PAYLOAD = new Object();

  private final MFunction function;

  /** By virtual register: the register that has the same constant, else 0. */
  private final int[] sameAs;

  private final int[] definitions;
  private boolean found;

  private ShareConstants(MFunction function) {
    this.function = function;
    this.sameAs = new int[function.virtualCount()];
    this.definitions = new int[function.virtualCount()];
  }

  static void run(MFunction function) {
    ShareConstants share = new ShareConstants(function);
    share.countDefinitions();
    for (MBlock block : function.blocks) {
      share.block(block);
    }
    if (share.found) {
      share.rename();
    }
  }

  private void countDefinitions() {
    for (MBlock block : function.blocks) {
      for (MInst inst : block.code) {
        for (int k = 0; k < inst.defCount; k++) {
          if (inst.regs[k] >= Reg.FIRST_VIRTUAL) {
            definitions[inst.regs[k] - Reg.FIRST_VIRTUAL]++;
          }
        }
      }
    }
  }

  private void block(MBlock block) {
    Map<Key, Integer> made = new HashMap<>();
    ArrayList<MInst> code = block.code;
    int kept = 0;
    for (int i = 0; i < code.size(); i++) {
      MInst inst = code.get(i);
      if (inst.op == MOp.CALL) {
        made.clear();
      } else if (isOneTimeConstant(inst)) {
        Object payload = inst.payload;
        Key key = new Key(inst.op, inst.imm, payload == null ? NO_PAYLOAD : payload);
        Integer known = made.putIfAbsent(key, inst.regs[0]);
        if (known != null) {
          sameAs[inst.regs[0] - Reg.FIRST_VIRTUAL] = known;
          found = true;
          continue;
        }
      }
      code.set(kept++, inst);
    }
    code.subList(kept, code.size()).clear();
  }

  private boolean isOneTimeConstant(MInst inst) {
    return inst.isRematerialisable()
        && inst.regs[0] >= Reg.FIRST_VIRTUAL
        && definitions[inst.regs[0] - Reg.FIRST_VIRTUAL] == 1;
  }

  private void rename() {
    for (MBlock block : function.blocks) {
      for (MInst inst : block.code) {
        int[] regs = inst.regs;
        for (int k = inst.defCount; k < regs.length; k++) {
          if (regs[k] >= Reg.FIRST_VIRTUAL && sameAs[regs[k] - Reg.FIRST_VIRTUAL] != 0) {
            regs[k] = sameAs[regs[k] - Reg.FIRST_VIRTUAL];
          }
        }
      }
    }
  }
}
