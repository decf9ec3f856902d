package dev.ferry.codegen.schedule;

import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.mir.MInst;
import java.util.List;

/** Which registers hold what is still read, after allocation; sets are bits by number. */
final class RegisterLiveness {
  private final long[] liveIn;

  RegisterLiveness(MFunction function) {
    this.liveIn = new long[function.blockLimit()];
    boolean changed;
    do {
      changed = false;
      for (int b = function.blocks.size() - 1; b >= 0; b--) {
        MBlock block = function.blocks.get(b);
        long live = out(block);
        for (int i = block.code.size() - 1; i >= 0; i--) {
          live = before(block.code.get(i), live);
        }
        changed |= live != liveIn[block.id];
        liveIn[block.id] = live;
      }
    } while (changed);
  }

  private long out(MBlock block) {
    long live = 0;
    for (MBlock successor : block.successors) {
      live |= liveIn[successor.id];
    }
    return live;
  }

  /** The registers that live behind each instruction of the block. */
  long[] after(MBlock block) {
    List<MInst> code = block.code;
    long[] result = new long[code.size()];
    long live = out(block);
    for (int i = code.size() - 1; i >= 0; i--) {
      result[i] = live;
      live = before(code.get(i), live);
    }
    return result;
  }

  private static long before(MInst inst, long after) {
    return after & ~(inst.written() | inst.clobbers()) | inst.read();
  }
}
