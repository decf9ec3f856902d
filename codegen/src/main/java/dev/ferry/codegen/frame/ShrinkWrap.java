package dev.ferry.codegen.frame;

import dev.ferry.codegen.mir.ControlGraph;
import dev.ferry.codegen.mir.FrameSlot;
import dev.ferry.codegen.mir.JumpTable;
import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.codegen.mir.Reg;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the prologue where a way through the function first needs the frame (Chow, "Minimizing
 * register usage penalty at procedure calls", PLDI 1988): ways that end before neither save
 * registers nor move the stack pointer.
 *
 * <p>Algorithm: the frame stands in all blocks that control may reach from one that needs it. On
 * each edge into this region, which no loop goes round, stands an {@link MOp#ENTER}; where the
 * region's rest needs no frame (a common return), the way from outside gets a copy of its own.
 * Arguments that the first block copies to registers that calls keep would need the frame from the
 * start: outside they are read where the caller put them, and copied after the prologue.
 */
public final class ShrinkWrap {
  /** Instructions that ways without a frame may get copies of. */
  private static final int MAX_COPIED = 12;

  /** Instructions that more than one prologue may cost. */
  private static final int MAX_MORE = 16;

  /** Rounds of entering the frame earlier before the prologue stays at the function's start. */
  private static final int MAX_ROUNDS = 32;

  /** The largest share of calls that still need the frame for all this to be worth it. */
  private static final double WORTH = 0.97;

  private final MFunction function;
  private final List<MBlock> blocks;
  private final FrameLayout layout;
  private final boolean forSize;

  /** Registers that whoever writes them must have saved. */
  private final long saved;

  private final boolean[] needs;

  private boolean[] framed = {};
  private boolean[] leadsToNeed = {};

  /** Blocks outside the frame, and ends in it that lead to no need: these are to be copied. */
  private boolean[] outside = {};

  private final DelayedCopies delayed;

  private ShrinkWrap(MFunction function, FrameLayout layout, boolean forSize) {
    this.function = function;
    this.blocks = function.blocks;
    this.layout = layout;
    this.forSize = forSize;
    this.saved = function.usedSaved | 1L << Reg.RA | 1L << Reg.SP;
    this.needs = new boolean[function.blockLimit()];
    this.delayed = new DelayedCopies(function, saved);
  }

  /**
   * Moves the prologue of a function whose edges are known and whose blocks all end in jumps.
   *
   * @param word bytes of an integer register
   * @param forSize whether no instruction may be added for it
   */
  public static void run(MFunction function, int word, boolean forSize) {
    if (!isCandidate(function)) {
      return;
    }
    FrameLayout layout = FrameLayout.of(function, word);
    if (layout.size == 0 || layout.firstStep() != layout.size || layout.align > 16) {
      // A prologue in two steps needs a register, which is free only at the function's start.
      return;
    }
    new ShrinkWrap(function, layout, forSize).wrap();
  }

  private static boolean isCandidate(MFunction function) {
    if (function.blocks.size() < 2
        || function.needsFramePointer
        || function.needsBasePointer
        || function.hasDynamicStack
        || function.varargsBytes > 0
        || function.source.isNaked
        || !function.blocks.getFirst().predecessors.isEmpty()) {
      return false;
    }
    for (MBlock block : function.blocks) {
      if (block.addressTaken || block.hasFixedEntry) {
        return false;
      }
    }
    return true;
  }

  private void wrap() {
    MBlock entry = blocks.getFirst();
    for (MBlock block : blocks) {
      needs[block.id] = needsFrame(block);
    }
    Copies copies;
    int rounds = 0;
    do {
      if (needs[entry.id] || rounds++ == MAX_ROUNDS) {
        return;
      }
      framed = reachable(true);
      leadsToNeed = reachable(false);
      outside = outside();
      copies = new Copies();
    } while (findLateReads() || copies.areTooMany() || entersTooOften());
    Map<MBlock, List<MBlock>> sites = sites();
    if (needs[entry.id] || !isWorthIt(entry, sites)) {
      return;
    }
    delayed.removeFrom(entry);
    for (MBlock block : blocks) {
      block.hasFrame = framed[block.id];
      if (!block.hasFrame) {
        delayed.readSources(block);
      }
    }
    copies.make();
    for (Map.Entry<MBlock, List<MBlock>> site : sites.entrySet()) {
      enter(site.getKey(), site.getValue());
    }
    function.entersLate = true;
    ControlGraph.connect(function);
  }

  // ---- what needs the frame

  private boolean needsFrame(MBlock block) {
    for (MInst inst : block.code) {
      if (!delayed.contains(inst) && needsFrame(inst)) {
        return true;
      }
    }
    return false;
  }

  private boolean needsFrame(MInst inst) {
    switch (inst.op) {
      case CALL, ASM, STACK_ALLOC, STACK_SAVE, STACK_RESTORE -> {
        return true;
      }
      default -> {
        if (inst.payload instanceof FrameSlot) {
          return true;
        }
      }
    }
    for (int i = 0; i < inst.regs.length; i++) {
      int reg = inst.regs[i];
      if (DelayedCopies.isIn(saved, reg) && (i < inst.defCount || !delayed.mayBeRead(reg, inst))) {
        return true;
      }
    }
    return false;
  }

  /**
   * The blocks that are reached from those that need the frame.
   *
   * @param forwards otherwise those from which one is reached
   */
  private boolean[] reachable(boolean forwards) {
    boolean[] result = needs.clone();
    ArrayDeque<MBlock> work = new ArrayDeque<>();
    for (MBlock block : blocks) {
      if (needs[block.id]) {
        work.add(block);
      }
    }
    while (!work.isEmpty()) {
      MBlock block = work.removeLast();
      for (MBlock next : forwards ? block.successors : block.predecessors) {
        if (!result[next.id]) {
          result[next.id] = true;
          work.add(next);
        }
      }
    }
    return result;
  }

  private boolean[] outside() {
    boolean[] result = new boolean[function.blockLimit()];
    ArrayDeque<MBlock> work = new ArrayDeque<>();
    for (MBlock block : blocks) {
      if (!framed[block.id] || !leadsToNeed[block.id] && isEntered(block)) {
        result[block.id] = true;
        if (framed[block.id]) {
          work.add(block);
        }
      }
    }
    while (!work.isEmpty()) {
      for (MBlock next : work.removeLast().successors) {
        if (!result[next.id]) {
          result[next.id] = true;
          work.add(next);
        }
      }
    }
    return result;
  }

  /**
   * Finds reads of delayed copies, outside the frame or by those who enter it, behind a write to
   * the argument's register: then another register holds it, or the reading block needs the frame.
   *
   * @return whether there are any
   */
  private boolean findLateReads() {
    delayed.follow(outside);
    int late = 0;
    for (MBlock block : blocks) {
      late |= outside[block.id] ? delayed.readLate(block) : delayed.neededLate(block);
    }
    if (late != 0 && !delayed.hold(late, outside)) {
      enterBeforeLateReads();
    }
    return late != 0;
  }

  private void enterBeforeLateReads() {
    for (MBlock block : blocks) {
      if (outside[block.id]) {
        needs[block.id] |= delayed.readLate(block) != 0;
      } else if (delayed.neededLate(block) != 0) {
        // The argument is gone where the frame would be entered: enter it earlier.
        for (MBlock pred : block.predecessors) {
          needs[pred.id] |= !framed[pred.id];
        }
      }
    }
  }

  private boolean isEntered(MBlock block) {
    for (MBlock pred : block.predecessors) {
      if (!framed[pred.id]) {
        return true;
      }
    }
    return false;
  }

  // ---- where the frame is entered

  /** Has blocks enter the frame that must do so whichever way they are left. */
  private void hoist() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = blocks.size() - 1; i >= 0; i--) {
        MBlock block = blocks.get(i);
        if (!framed[block.id] && !block.successors.isEmpty() && alwaysEnters(block)) {
          // Its successors are in the frame, and whatever leads here leads to them.
          needs[block.id] = true;
          framed[block.id] = true;
          changed = true;
        }
      }
    }
  }

  private boolean alwaysEnters(MBlock block) {
    for (MBlock next : block.successors) {
      if (!framed[next.id] || !leadsToNeed[next.id]) {
        return false;
      }
    }
    return true;
  }

  /** The blocks of the frame that are entered from outside, with those they are entered from. */
  private Map<MBlock, List<MBlock>> sites() {
    Map<MBlock, List<MBlock>> result = new LinkedHashMap<>();
    for (MBlock block : blocks) {
      if (framed[block.id] && leadsToNeed[block.id]) {
        for (MBlock pred : block.predecessors) {
          if (!framed[pred.id]) {
            result.computeIfAbsent(block, _ -> new ArrayList<>(2)).add(pred);
          }
        }
      }
    }
    return result;
  }

  /** Has blocks enter the frame earlier if there are too many prologues. */
  private boolean entersTooOften() {
    hoist();
    return areTooMany(sites()) && enterEarlier();
  }

  private boolean areTooMany(Map<MBlock, List<MBlock>> sites) {
    int prologue = 1 + layout.saved.length + delayed.count();
    return (sites.size() - 1) * prologue > (forSize ? 0 : MAX_MORE);
  }

  /**
   * Has the block enter the frame that loses least by it: from which most ways lead to prologues.
   */
  private boolean enterEarlier() {
    MBlock best = null;
    double least = Double.MAX_VALUE;
    for (MBlock block : blocks) {
      if (!framed[block.id] && block != blocks.getFirst()) {
        double entered = entered(block);
        if (entered > 0 && block.frequency - entered < least) {
          least = block.frequency - entered;
          best = block;
        }
      }
    }
    if (best == null) {
      return false;
    }
    needs[best.id] = true;
    return true;
  }

  /** How often control goes from a block outside the frame to a prologue. */
  private double entered(MBlock block) {
    double result = 0;
    for (MBlock next : block.successors) {
      if (framed[next.id] && leadsToNeed[next.id]) {
        result += block.frequencyTo(next);
      }
    }
    return result;
  }

  private boolean isWorthIt(MBlock entry, Map<MBlock, List<MBlock>> sites) {
    double entered = 0;
    for (Map.Entry<MBlock, List<MBlock>> site : sites.entrySet()) {
      for (MBlock pred : site.getValue()) {
        entered += pred.frequencyTo(site.getKey());
      }
    }
    return !sites.isEmpty() && !areTooMany(sites) && entered < WORTH * entry.frequency;
  }

  private void enter(MBlock block, List<MBlock> outside) {
    MBlock at = block;
    if (outside.size() < block.predecessors.size()) {
      at = function.newBlock();
      at.loop = null;
      at.isCold = block.isCold;
      at.frequency = 0;
      for (MBlock pred : outside) {
        at.frequency += pred.frequencyTo(block);
        redirect(pred, block, at);
      }
      at.add(MInst.jump(block));
      blocks.add(at);
    }
    at.code.addAll(0, delayed.make(block));
    at.code.addFirst(MInst.plain(MOp.ENTER, 0));
    at.hasFrame = false;
  }

  private static void redirect(MBlock from, MBlock old, MBlock target) {
    for (MInst inst : from.code) {
      if (inst.payload == old) {
        inst.payload = target;
      } else if (inst.payload instanceof JumpTable table) {
        List<MBlock> targets = new ArrayList<>(table.targets());
        targets.replaceAll(block -> block == old ? target : block);
        inst.payload = new JumpTable(table.id(), targets, table.relative());
      }
    }
  }

  // ---- ends that need no frame but are reached with and without one

  /** The blocks that ways without a frame get for themselves. */
  private final class Copies {
    private final Map<MBlock, MBlock> copyOf = new IdentityHashMap<>();
    private final Set<MBlock> counted = new HashSet<>();

    /** Has ends that are too large to be copied entered as if they needed the frame. */
    boolean areTooMany() {
      int left = forSize ? 1 : MAX_COPIED;
      boolean found = false;
      for (MBlock block : blocks) {
        if (framed[block.id] && !leadsToNeed[block.id] && isEntered(block)) {
          int size = size(block);
          if (size > left) {
            needs[block.id] = true;
            found = true;
          } else {
            left -= size;
          }
        }
      }
      return found;
    }

    /** Instructions of the blocks reached from {@code start} that are not to be copied yet. */
    private int size(MBlock start) {
      int result = 0;
      ArrayDeque<MBlock> work = new ArrayDeque<>();
      work.add(start);
      while (!work.isEmpty()) {
        MBlock block = work.removeLast();
        if (counted.add(block)) {
          // A table of jumps has one label and belongs to one place.
          boolean isTable = block.code.getLast().op == MOp.JUMP_TABLE;
          result += isTable ? MAX_COPIED + 1 : block.code.size();
          work.addAll(block.successors);
        }
      }
      return result;
    }

    void make() {
      for (MBlock block : List.copyOf(blocks)) {
        if (!framed[block.id] || leadsToNeed[block.id]) {
          continue;
        }
        for (MBlock pred : block.predecessors) {
          if (!framed[pred.id]) {
            redirect(pred, block, copy(block));
          }
        }
      }
    }

    private MBlock copy(MBlock block) {
      MBlock known = copyOf.get(block);
      if (known != null) {
        return known;
      }
      MBlock result = function.newBlock();
      copyOf.put(block, result);
      result.loop = block.loop;
      result.isCold = block.isCold;
      result.probability = block.probability;
      result.frequency = block.frequency / 2;
      blocks.add(result);
      for (MInst inst : block.code) {
        result.add(inst.copy());
      }
      delayed.readSources(result);
      for (MBlock next : block.successors) {
        redirect(result, next, copy(next));
      }
      return result;
    }
  }
}
