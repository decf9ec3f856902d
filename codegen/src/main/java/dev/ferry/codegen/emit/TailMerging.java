package dev.ferry.codegen.emit;

import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.codegen.mir.SymbolRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Blocks that end alike share their end (gcc's cross-jumping): the common instructions before the
 * same jump, return or call in place of a return go to a block of their own.
 *
 * <p>Algorithm: blocks are grouped by their last two instructions; in each group one block after
 * the other is held against the rest, and those with the longest end in common are cut there.
 */
final class TailMerging {
  private static final int MAX_LEADERS = 16;
  private static final int MAX_ROUNDS = 3;

  private final MFunction function;

  /** Instructions that must be saved to be worth a jump. */
  private final int minimum;

  /** What a return is counted as: the epilogue is part of it. */
  private final int returnSize;

  private TailMerging(MFunction function, int minimum, int returnSize) {
    this.function = function;
    this.minimum = minimum;
    this.returnSize = returnSize;
  }

  /**
   * @param minimum instructions saved to be worth a jump more
   */
  static void run(MFunction function, int minimum) {
    int epilogue = Long.bitCount(function.usedSaved) + (function.hasCalls ? 2 : 0);
    TailMerging merging = new TailMerging(function, minimum, epilogue);
    for (int round = 0; round < MAX_ROUNDS; round++) {
      if (!merging.round()) {
        return;
      }
    }
  }

  private boolean round() {
    Map<Object, List<MBlock>> groups = new LinkedHashMap<>();
    for (MBlock block : function.blocks) {
      MInst last = block.code.isEmpty() ? null : block.code.getLast();
      if (last != null && isEnd(last.op) && !block.hasFixedEntry) {
        groups.computeIfAbsent(key(block, last), _ -> new ArrayList<>(2)).add(block);
      }
    }
    boolean changed = false;
    for (List<MBlock> group : groups.values()) {
      if (group.size() > 1) {
        changed |= merge(group);
      }
    }
    return changed;
  }

  private static boolean isEnd(MOp op) {
    return op == MOp.J || op == MOp.RET || op == MOp.TAIL;
  }

  private record Key(MOp op, Object target, MOp before, long imm) {}

  private Key key(MBlock block, MInst last) {
    Object target =
        switch (last.op) {
          case J -> last.target();
          case TAIL -> last.requirePayload();
          default -> MOp.RET;
        };
    int n = block.code.size();
    if (saves(last.op, 1) >= minimum || n < 2) {
      return new Key(last.op, target, last.op, 0);
    }
    MInst before = block.code.get(n - 2);
    return new Key(last.op, target, before.op, before.imm);
  }

  private boolean merge(List<MBlock> group) {
    boolean changed = false;
    List<MBlock> left = new ArrayList<>(group);
    for (int leaders = 0; leaders < MAX_LEADERS && left.size() > 1; leaders++) {
      MBlock leader = left.removeFirst();
      int best = 0;
      for (MBlock other : left) {
        best = Math.max(best, common(leader, other));
      }
      if (best > 0 && isWorthIt(leader, best)) {
        List<MBlock> alike = new ArrayList<>();
        alike.add(leader);
        for (MBlock other : left) {
          if (common(leader, other) >= best) {
            alike.add(other);
          }
        }
        left.removeAll(alike);
        cut(alike, best);
        changed = true;
      }
    }
    return changed;
  }

  private boolean isWorthIt(MBlock leader, int length) {
    return saves(leader.code.getLast().op, length) >= minimum;
  }

  /** The instructions less for a block that jumps to an end of so many; a call is two. */
  private int saves(MOp end, int length) {
    return length
        - 1
        + switch (end) {
          case RET -> returnSize;
          case TAIL -> returnSize + 1;
          default -> 0;
        };
  }

  /** How many instructions at the end are the same in both, the jump or return included. */
  private static int common(MBlock a, MBlock b) {
    int n = 0;
    int i = a.code.size() - 1;
    int j = b.code.size() - 1;
    while (i >= 0 && j >= 0 && isSame(a.code.get(i), b.code.get(j))) {
      n++;
      i--;
      j--;
    }
    return n;
  }

  private static boolean isSame(MInst a, MInst b) {
    return a.op == b.op
        && a.op != MOp.ASM
        && !a.op.isBranch()
        && a.imm == b.imm
        && a.defCount == b.defCount
        && Arrays.equals(a.regs, b.regs)
        && Objects.equals(a.payload, b.payload)
        && !isTiedToPlace(a);
  }

  /** The low part of a PC-relative address names the place of its high part. */
  private static boolean isTiedToPlace(MInst inst) {
    return inst.payload instanceof SymbolRef ref
        && ref.access() == SymbolRef.Access.PC_RELATIVE
        && inst.op != MOp.LA;
  }

  /** Puts the last {@code length} instructions of all the blocks into one of their own. */
  private void cut(List<MBlock> alike, int length) {
    MBlock leader = alike.getFirst();
    MBlock end = function.newBlock();
    end.loop = leader.loop;
    end.isCold = true;
    end.frequency = 0;
    int from = leader.code.size() - length;
    end.code.addAll(leader.code.subList(from, leader.code.size()));
    for (MBlock block : alike) {
      end.frequency += block.frequency;
      end.isCold &= block.isCold;
      List<MInst> code = block.code;
      code.subList(code.size() - length, code.size()).clear();
      block.add(MInst.jump(end));
    }
    function.blocks.add(function.blocks.indexOf(leader) + 1, end);
  }
}
