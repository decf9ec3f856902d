package dev.ferry.codegen.regalloc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.codegen.mir.FrameSlot;
import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.codegen.mir.Reg;
import dev.ferry.ir.Function;
import dev.ferry.ir.Module;
import dev.ferry.ir.Signature;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random parallel copies among registers and slots, run on a model of registers and memory. */
class ParallelMovesTest {
  private static MFunction function() {
    Module module = new Module("m", 64);
    Signature signature = new Signature(List.of(), null, false, 0);
    return new MFunction(new Function(module, module.symbol("f"), signature));
  }

  @Test
  void orderedMovesEqualTheParallelOnes() {
    Random random = new Random(1);
    for (int round = 0; round < 3000; round++) {
      check(random, random.nextInt(3) == 0);
    }
  }

  private static void check(Random random, boolean noneFree) {
    MFunction function = function();
    boolean floats = random.nextBoolean();
    int slots = random.nextInt(4);
    for (int i = 0; i < slots; i++) {
      function.newSpill(8);
    }
    int[] places = new int[6 + slots];
    for (int i = 0; i < 6; i++) {
      places[i] = (floats ? Reg.FA0 : Reg.A0) + i;
    }
    for (int i = 0; i < slots; i++) {
      places[6 + i] = Reg.ofSlot(i);
    }
    int n = 1 + random.nextInt(places.length);
    int[] regs = new int[2 * n];
    int[] shuffled = places.clone();
    for (int i = shuffled.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = shuffled[i];
      shuffled[i] = shuffled[j];
      shuffled[j] = swap;
    }
    for (int i = 0; i < n; i++) {
      regs[i] = shuffled[i];
      regs[n + i] = places[random.nextInt(places.length)];
    }
    MBlock block = function.addBlock();
    block.add(new MInst(MOp.COPY, n, regs.clone(), 0, null));
    new ParallelMoves(function, (reg, _) -> !noneFree && reg != Reg.T6).run();
    Map<Object, Long> state = new HashMap<>();
    for (int r = 1; r < 64; r++) {
      state.put(r, 1000L + r);
    }
    for (int i = 0; i < slots; i++) {
      state.put(function.spills.get(i), 2000L + i);
    }
    Map<Object, Long> before = new HashMap<>(state);
    for (MInst inst : block.code) {
      step(state, inst);
    }
    for (int i = 0; i < n; i++) {
      assertThat(state.get(place(function, regs[i])))
          .as("%s in %s", Reg.name(regs[i]), block.code)
          .isEqualTo(before.get(place(function, regs[n + i])));
    }
  }

  private static Object place(MFunction function, int reg) {
    return Reg.isSlot(reg) ? function.spills.get(Reg.slotIndex(reg)) : (Object) reg;
  }

  private static void step(Map<Object, Long> state, MInst inst) {
    if (inst.payload instanceof FrameSlot slot) {
      if (inst.op.isLoad()) {
        state.put(inst.regs[0], state.getOrDefault(slot, -1L));
      } else {
        state.put(slot, state.getOrDefault(inst.regs[0], -1L));
      }
      return;
    }
    state.put(inst.regs[0], state.getOrDefault(inst.regs[1], -1L));
  }
}
