package dev.ferry.codegen.regalloc;

import dev.ferry.base.InternalCompilerError;
import dev.ferry.codegen.mir.CallTarget;
import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.codegen.mir.Reg;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Proves an allocation right by symbolic execution (after regalloc2's checker): each register and
 * slot holds a set of virtual registers; every use must find its own there on every path. Physical
 * operands of the source stand for themselves.
 */
final class Checker {
  private final MFunction function;
  private final Map<MInst, int[]> originals;
  private final @Nullable State[] entry;

  /** Place to the registers it is known to hold. */
  private static final class State {
    final Map<Integer, Set<Integer>> places = new HashMap<>();

    State copy() {
      State result = new State();
      places.forEach((place, values) -> result.places.put(place, new HashSet<>(values)));
      return result;
    }

    /** Keeps what both know; gives whether this changed. */
    boolean meet(State other) {
      boolean changed = false;
      var iterator = places.entrySet().iterator();
      while (iterator.hasNext()) {
        var entry = iterator.next();
        Set<Integer> theirs = other.places.get(entry.getKey());
        if (theirs == null) {
          iterator.remove();
          changed = true;
        } else {
          changed |= entry.getValue().retainAll(theirs);
        }
      }
      return changed;
    }
  }

  Checker(MFunction function, Map<MInst, int[]> originals) {
    this.function = function;
    this.originals = originals;
    this.entry = new State[function.blockLimit()];
  }

  void run() {
    MBlock first = function.blocks.getFirst();
    State start = new State();
    for (int r = 1; r < 64; r++) {
      start.places.put(r, new HashSet<>(Set.of(r)));
    }
    entry[first.id] = start;
    ArrayDeque<MBlock> work = new ArrayDeque<>();
    work.add(first);
    while (!work.isEmpty()) {
      MBlock block = work.poll();
      State state = stateOf(block).copy();
      for (MInst inst : block.code) {
        step(state, inst, block, false);
      }
      for (MBlock next : block.successors) {
        State known = entry[next.id];
        if (known == null) {
          entry[next.id] = state.copy();
          work.add(next);
        } else if (known.meet(state)) {
          work.add(next);
        }
      }
    }
    for (MBlock block : function.blocks) {
      if (entry[block.id] != null) {
        State state = stateOf(block).copy();
        for (MInst inst : block.code) {
          step(state, inst, block, true);
        }
      }
    }
  }

  private State stateOf(MBlock block) {
    State state = entry[block.id];
    if (state == null) {
      throw new IllegalStateException(block.toString());
    }
    return state;
  }

  private void step(State state, MInst inst, MBlock block, boolean check) {
    int[] old = originals.get(inst);
    if (inst.op == MOp.COPY) {
      copy(state, inst, old, block, check);
      return;
    }
    if (old == null) {
      throw fail(block, inst, "unknown instruction");
    }
    boolean isRecipe = old.length != inst.regs.length;
    for (int k = inst.defCount; k < inst.regs.length && !isRecipe; k++) {
      require(state, inst.regs[k], old[k], block, inst, check);
    }
    clobber(state, inst);
    for (int k = 0; k < inst.defCount; k++) {
      define(state, inst.regs[k], old[k]);
    }
    if (check) {
      distinct(inst, old, block);
    }
  }

  /** Two definitions, or an early definition and a use, must not share a register. */
  private void distinct(MInst inst, int[] old, MBlock block) {
    for (int i = 0; i < inst.defCount; i++) {
      for (int j = 0; j < inst.regs.length; j++) {
        boolean matters = j < inst.defCount ? j != i : inst.earlyDef;
        if (matters
            && inst.regs[i] == inst.regs[j]
            && old[i] != old[j]
            && inst.regs[i] != Reg.ZERO) {
          throw fail(block, inst, "operands share " + Reg.name(inst.regs[i]));
        }
      }
    }
  }

  private void clobber(State state, MInst inst) {
    long clobbers = inst.clobbers();
    if (inst.payload instanceof CallTarget(_, _, _, boolean twice) && twice) {
      clobbers = ~(1L << Reg.SP | 1L << Reg.GP | 1L << Reg.TP);
    }
    while (clobbers != 0) {
      int reg = Long.numberOfTrailingZeros(clobbers);
      clobbers &= clobbers - 1;
      state.places.remove(reg);
    }
  }

  private static void define(State state, int place, int value) {
    if (place == Reg.ZERO) {
      return;
    }
    for (Set<Integer> values : state.places.values()) {
      values.remove(value);
    }
    Set<Integer> values = new HashSet<>();
    values.add(value);
    state.places.put(place, values);
  }

  private void require(State state, int place, int value, MBlock block, MInst inst, boolean check) {
    if (!check || value == Reg.ZERO || value == Reg.SP || value == Reg.TP || value == Reg.S0) {
      return;
    }
    Set<Integer> values = state.places.get(place);
    if (values == null || !values.contains(value)) {
      throw fail(block, inst, Reg.name(value) + " is not in " + Reg.name(place) + " but " + values);
    }
  }

  private void copy(State state, MInst inst, int @Nullable [] old, MBlock block, boolean check) {
    int n = inst.defCount;
    Map<Integer, Set<Integer>> moved = new HashMap<>();
    for (int k = 0; k < n; k++) {
      int from = inst.regs[n + k];
      if (old != null) {
        require(state, from, old[n + k], block, inst, check);
      }
      Set<Integer> values = state.places.get(from);
      Set<Integer> result = values == null ? new HashSet<>() : new HashSet<>(values);
      if (old != null) {
        for (int j = 0; j < n; j++) {
          result.remove(old[j]);
        }
        result.add(old[k]);
      }
      moved.put(inst.regs[k], result);
    }
    if (old != null) {
      for (int k = 0; k < n; k++) {
        for (Set<Integer> values : state.places.values()) {
          values.remove(old[k]);
        }
      }
    }
    state.places.putAll(moved);
  }

  private InternalCompilerError fail(MBlock block, MInst inst, String message) {
    return new InternalCompilerError(
        "codegen.regalloc.check", function.name(), block + ": " + inst + ": " + message);
  }
}
