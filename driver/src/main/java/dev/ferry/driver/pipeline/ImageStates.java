package dev.ferry.driver.pipeline;

import dev.ferry.driver.pipeline.ImageRun.Step;
import dev.ferry.machine.timing.Operation;
import dev.ferry.machine.timing.OperationKind;
import dev.ferry.machine.timing.PipelineRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The states of an image's run, cycle by cycle from 0, as text: what the registers and the pipeline
 * registers hold when the cycle is over, that is, what each stage works on in the next.
 */
final class ImageStates {
  private static final String RULE = "-".repeat(70);

  private final List<Step> steps;
  private final List<PipelineRow> rows;
  private final long haltPc;
  private final int codeBytes;

  ImageStates(List<Step> steps, List<PipelineRow> rows, long haltPc, int codeBytes) {
    this.steps = steps;
    this.rows = rows.stream().filter(row -> !row.flushed).toList();
    this.haltPc = haltPc;
    this.codeBytes = codeBytes;
  }

  /** Cycles until the pipeline is seen to be empty. */
  private int cycles(boolean single) {
    if (single) {
      // One to fetch the end, one to find that nothing follows.
      return steps.size() + 2;
    }
    long last = rows.isEmpty() ? 4 : rows.getLast().starts[4];
    return (int) last + 1;
  }

  List<String> registers(boolean single) {
    List<String> out = new ArrayList<>();
    int[] values = new int[32];
    int next = 0;
    for (int cycle = 0; cycle < cycles(single); cycle++) {
      while (next < steps.size() && retired(next, single) <= cycle) {
        values = steps.get(next++).registers();
      }
      out.add(RULE);
      out.add("State of RF after executing cycle:" + cycle);
      for (int value : values) {
        out.add(MemoryImage.binary(value, 32));
      }
    }
    return out;
  }

  /** The cycle, from 0, at whose end an instruction's result is in its register. */
  private long retired(int index, boolean single) {
    return single ? index : rows.get(index).starts[4] - 1;
  }

  List<String> single() {
    List<String> out = new ArrayList<>();
    int cycles = cycles(true);
    for (int cycle = 0; cycle < cycles; cycle++) {
      out.add(RULE);
      out.add("State after executing cycle: " + cycle);
      long pc = cycle + 1 < steps.size() ? steps.get(cycle + 1).op().pc : haltPc;
      out.add("IF.PC: " + pc);
      out.add("IF.nop: " + flag(cycle >= cycles - 2));
    }
    return out;
  }

  private static String flag(boolean value) {
    return value ? "True" : "False";
  }

  List<String> fiveStage() {
    List<String> out = new ArrayList<>();
    for (int cycle = 0; cycle < cycles(false); cycle++) {
      out.add(RULE);
      out.add("State after executing cycle: " + cycle);
      // Cycles of the rows count from 1: this is the one that comes next.
      long next = cycle + 2;
      fetch(out, next);
      decode(out, in(1, next));
      execute(out, in(2, next));
      memory(out, in(3, next));
      write(out, in(4, next));
    }
    return out;
  }

  /** The number of the instruction that is in a stage in a cycle, or -1. */
  private int in(int stage, long cycle) {
    int low = 0;
    int high = rows.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long[] starts = rows.get(middle).starts;
      if (starts[stage + 1] <= cycle) {
        low = middle + 1;
      } else if (starts[stage] > cycle) {
        high = middle - 1;
      } else {
        return middle;
      }
    }
    return -1;
  }

  private void fetch(List<String> out, long cycle) {
    int fetched = in(0, cycle);
    long pc = haltPc;
    if (fetched >= 0) {
      pc = steps.get(fetched).op().pc;
    } else {
      for (PipelineRow row : rows) {
        if (row.starts[0] > cycle) {
          pc = row.op.pc;
          break;
        }
      }
    }
    boolean done = rows.isEmpty() || cycle > rows.getLast().starts[1];
    out.add("IF.nop: " + flag(done));
    out.add("IF.PC: " + Math.min(pc, codeBytes));
  }

  private @Nullable Step step(int index) {
    return index < 0 || index >= steps.size() ? null : steps.get(index);
  }

  private void decode(List<String> out, int index) {
    Step step = step(index);
    out.add("ID.nop: " + flag(step == null));
    out.add("ID.Instr: " + MemoryImage.binary(step == null ? 0 : step.op().word, 32));
  }

  private static String register(int number) {
    return MemoryImage.binary(Math.max(0, number), 5);
  }

  private static int source(Step step, int i) {
    int[] sources = step.op().sources;
    return i < sources.length ? sources[i] : 0;
  }

  private static int one(boolean value) {
    return value ? 1 : 0;
  }

  private void execute(List<String> out, int index) {
    Step step = step(index);
    Operation op = step == null ? null : step.op();
    out.add("EX.nop: " + flag(step == null));
    out.add("EX.Read_data1: " + MemoryImage.binary(step == null ? 0 : step.first(), 32));
    out.add("EX.Read_data2: " + MemoryImage.binary(step == null ? 0 : step.second(), 32));
    out.add("EX.Imm: " + MemoryImage.binary(op == null ? 0 : op.immediate, 32));
    out.add("EX.Rs: " + register(step == null ? 0 : source(step, 0)));
    out.add("EX.Rt: " + register(step == null ? 0 : source(step, 1)));
    out.add("EX.Wrt_reg_addr: " + register(op == null ? 0 : op.destination));
    boolean constant =
        op != null
            && op.opcode.syntax().contains("imm")
            && op.kind != OperationKind.BRANCH
            && op.kind != OperationKind.STORE;
    out.add("EX.is_I_type: " + one(constant));
    control(out, "EX", op);
    out.add("EX.alu_op: " + (op == null ? "none" : op.opcode.mnemonic()));
    out.add("EX.wrt_enable: " + one(op != null && op.destination >= 0));
  }

  private static void control(List<String> out, String stage, @Nullable Operation op) {
    out.add(stage + ".rd_mem: " + one(op != null && op.kind == OperationKind.LOAD));
    out.add(stage + ".wrt_mem: " + one(op != null && op.kind == OperationKind.STORE));
  }

  private void memory(List<String> out, int index) {
    Step step = step(index);
    Operation op = step == null ? null : step.op();
    out.add("MEM.nop: " + flag(step == null));
    out.add("MEM.ALUresult: " + MemoryImage.binary(step == null ? 0 : result(step), 32));
    boolean store = op != null && op.kind == OperationKind.STORE;
    out.add(
        "MEM.Store_data: " + MemoryImage.binary(step == null || !store ? 0 : step.second(), 32));
    registersOf(out, "MEM", step);
    control(out, "MEM", op);
    out.add("MEM.wrt_enable: " + one(op != null && op.destination >= 0));
  }

  private static void registersOf(List<String> out, String stage, @Nullable Step step) {
    out.add(stage + ".Rs: " + register(step == null ? 0 : source(step, 0)));
    out.add(stage + ".Rt: " + register(step == null ? 0 : source(step, 1)));
    out.add(stage + ".Wrt_reg_addr: " + register(step == null ? 0 : step.op().destination));
  }

  /** What EX computes: an address, or the value of the register that is written. */
  private static int result(Step step) {
    Operation op = step.op();
    if (op.kind.isMemory()) {
      return step.address();
    }
    return op.destination >= 0 && op.destination < 32 ? step.registers()[op.destination] : 0;
  }

  private void write(List<String> out, int index) {
    Step step = step(index);
    Operation op = step == null ? null : step.op();
    out.add("WB.nop: " + flag(step == null));
    boolean writes = op != null && op.destination >= 0 && op.destination < 32;
    int value = step != null && writes ? step.registers()[step.op().destination] : 0;
    out.add("WB.Wrt_data: " + MemoryImage.binary(value, 32));
    registersOf(out, "WB", step);
    out.add("WB.wrt_enable: " + one(writes));
  }

  List<String> performance(boolean single) {
    int cycles = cycles(single);
    // The word that ends the program counts as an instruction.
    int instructions = steps.size() + 1;
    return List.of(
        (single ? "Single" : "Five") + " Stage Core Performance Metrics" + "-".repeat(29),
        "Number of cycles taken: " + cycles,
        "Total Number of Instructions: " + instructions,
        String.format(Locale.ROOT, "Cycles per instruction: %.6f", (double) cycles / instructions),
        String.format(Locale.ROOT, "Instructions per cycle: %.6f", (double) instructions / cycles));
  }
}
