package dev.ferry.machine.timing;

import dev.ferry.machine.timing.PipelineConfig.BranchStage;
import dev.ferry.machine.timing.PipelineConfig.Predictor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * IF, ID, EX, MEM and WB in order, one or two instructions wide. Cycles are computed instruction by
 * instruction: it enters a stage when it is done with the one before, when the instruction that is
 * {@code width} ahead has left it, and when its operands are there.
 *
 * <ul>
 *   <li>Registers are written in the first half of WB and read in the second half of ID.
 *   <li>With forwarding an operand is needed at the start of EX: from EX/MEM one cycle after it was
 *       computed, from MEM/WB after that; a loaded one from MEM/WB only. A branch that compares in
 *       ID needs it there.
 *   <li>A jump's target is known in ID, a branch's outcome and an indirect jump's target in the
 *       stage of the configuration; the next fetch is one cycle later.
 *   <li>A long operation keeps EX, a miss keeps IF or MEM.
 * </ul>
 */
final class InOrderPipeline implements TimingModel {
  private static final int REGISTERS = 64;

  private final PipelineConfig config;
  private final int width;
  private final RowSink sink;
  private final CodeSource code;
  private final TimingCounts counts = new TimingCounts();
  private final BranchPredictor predictor;
  private final @Nullable Cache instructionCache;
  private final @Nullable Cache dataCache;

  /** The instruction before, and the one {@code width} before. */
  private final Slot[] last;

  // The writer of each register.
  private final long[] ready = new long[REGISTERS];
  private final long[] memoryDone = new long[REGISTERS];
  private final long[] written = new long[REGISTERS];
  private final long[] writer = new long[REGISTERS];
  private final @Nullable Operation[] writerOp = new @Nullable Operation[REGISTERS];

  // The last accesses to data memory, for a shared port: first and last cycle.
  private final long[] portFrom = new long[8];
  private final long[] portTo = new long[8];
  private int ports;

  /** The first cycle in which the next instruction may be fetched, after a wrong guess. */
  private long redirect;

  private long fetchedLine = -1;

  /** The stages of an instruction: when it enters each, and leaves the last. */
  private static final class Slot {
    @Nullable Operation op;
    long fetch;
    long decode;
    long execute;
    long memory;
    long write;
  }

  InOrderPipeline(PipelineConfig config, int width, RowSink sink, CodeSource code) {
    this.config = config;
    this.width = width;
    this.sink = sink;
    this.code = code;
    this.predictor = new BranchPredictor(config);
    this.instructionCache =
        config.instructionCache == null ? null : new Cache(config.instructionCache);
    this.dataCache = config.dataCache == null ? null : new Cache(config.dataCache);
    counts.instructionCache = instructionCache;
    counts.dataCache = dataCache;
    counts.predictor = config.predictor == Predictor.STALL ? null : predictor;
    this.last = new Slot[width + 1];
    for (int i = 0; i <= width; i++) {
      last[i] = new Slot();
      // As if the pipeline had been filled by instructions before the first cycle.
      last[i].decode = 1;
      last[i].execute = 2;
      last[i].memory = 3;
      last[i].write = 4;
    }
    Arrays.fill(writer, -1);
  }

  @Override
  public TimingCounts counts() {
    return counts;
  }

  @Override
  public void retire(Operation op, long address, long nextPc) {
    long index = counts.instructions;
    counts.count(op, nextPc);
    PipelineRow row = sink.wants(index, op) ? new PipelineRow(index, op, false, new long[6]) : null;
    if (row != null) {
      counts.rowsBegin();
    }
    Slot before = last[0];
    Slot ahead = last[width - 1];
    Slot now = last[width];
    System.arraycopy(last, 0, last, 1, width);
    last[0] = now;
    now.op = op;

    // IF
    long natural = Math.max(before.fetch, ahead.decode);
    natural = Math.max(natural, 1);
    now.fetch = Math.max(natural, redirect);
    long control = now.fetch - natural;
    redirect = 0;
    long port = config.unifiedMemory ? waitForPort(now.fetch) : 0;
    now.fetch += port;
    int fetchMiss = fetchMiss(op, now.fetch, row);

    // ID
    now.decode = Math.max(now.fetch + fetchMiss + 1, Math.max(ahead.execute, before.decode));
    boolean comparesEarly = config.branchStage == BranchStage.ID && isIndirect(op);
    long free = Math.max(now.decode + 1, Math.max(ahead.memory, before.execute));
    long needed = operandsReady(op, comparesEarly);
    long data = 0;
    StallCause cause = StallCause.DATA;
    if (needed > free) {
      cause = dataCause(op, comparesEarly);
      data = hazard(index, op, needed - free, free, comparesEarly, row);
    }
    // EX
    now.execute = free + data;
    long pairing = pairing(before, now, op, row);
    now.execute += pairing;
    counts.pairs += width == 2 && now.execute == before.execute ? 1 : 0;
    int latency = config.latency(op.kind);
    long executed = now.execute + latency;

    // MEM
    now.memory = Math.max(executed, Math.max(ahead.write, before.memory));
    if (op.kind.isMemory() && isMemory(before.op)) {
      now.memory = Math.max(now.memory, before.write);
    }
    int dataMiss = dataMiss(op, address, now.memory, row);
    // WB
    now.write = Math.max(now.memory + dataMiss + 1, Math.max(ahead.write + 1, before.write));

    if (row != null) {
      forwards(op, now, comparesEarly, row);
    }
    recordWriter(index, op, now, executed);
    if (op.kind.isMemory()) {
      portFrom[ports] = now.memory;
      portTo[ports] = now.write - 1;
      ports = ports + 1 & 7;
    }
    long lost = Math.max(0, now.write - before.write - 1);
    lost = lose(StallCause.CONTROL, control, lost, index, now.fetch - control, row);
    lost = lose(StallCause.STRUCTURAL, port, lost, index, now.fetch - port, row);
    lost = lose(StallCause.INSTRUCTION_CACHE, fetchMiss, lost, index, now.fetch, row);
    lost = lose(cause, data, lost, index, free - 1, null);
    lost = lose(StallCause.STRUCTURAL, pairing, lost, index, free - 1, null);
    lost = lose(StallCause.LONG_OPERATION, latency - 1, lost, index, now.execute, row);
    lose(StallCause.DATA_CACHE, dataMiss, lost, index, now.memory, row);

    op.executions++;
    op.cycles += now.write - (index == 0 ? 0 : before.write);
    counts.cycles = now.write;
    if (row != null) {
      finish(row, now);
    }
    if (op.kind.isControl()) {
      long compared = Math.max(now.decode, comparesEarly ? needed - 1 : 0);
      control(index, op, nextPc, now, known(op, now, compared), row);
    }
  }

  private static boolean isMemory(@Nullable Operation op) {
    return op != null && op.kind.isMemory();
  }

  /** Whether it needs registers to find the next address. */
  private static boolean isIndirect(Operation op) {
    return op.kind == OperationKind.BRANCH || op.kind == OperationKind.JUMP_REGISTER;
  }

  // ---- IF

  private long waitForPort(long from) {
    long at = from;
    for (boolean moved = true; moved; ) {
      moved = false;
      for (int i = 0; i < portFrom.length; i++) {
        if (portFrom[i] != 0 && portFrom[i] <= at && at <= portTo[i]) {
          at = portTo[i] + 1;
          moved = true;
        }
      }
    }
    return at - from;
  }

  /** A line is looked up when the first instruction of it is fetched. */
  private int fetchMiss(Operation op, long cycle, @Nullable PipelineRow row) {
    Cache cache = instructionCache;
    if (cache == null) {
      return 0;
    }
    int shift = Integer.numberOfTrailingZeros(cache.geometry().line());
    long first = op.pc >>> shift;
    long end = op.next() - 1 >>> shift;
    int cost = 0;
    if (first != fetchedLine) {
      cost += access(cache, op.pc, false, cycle, row);
    }
    if (end != first) {
      cost += access(cache, op.next() - 1, false, cycle, row);
    }
    fetchedLine = end;
    return cost;
  }

  private int access(
      Cache cache, long address, boolean write, long cycle, @Nullable PipelineRow row) {
    long misses = cache.misses();
    int cost = cache.access(address, write);
    if (row != null) {
      int set = cache.set(address);
      row.accesses.add(
          new PipelineRow.CacheAccess(
              cache == dataCache,
              cycle,
              cache.line(address),
              cache.misses() == misses,
              set,
              cache.contents(set)));
    }
    return cost;
  }

  // ---- ID

  /** The first cycle in which EX can begin, for the sake of the operands. */
  private long operandsReady(Operation op, boolean early) {
    long needed = 0;
    for (int source : op.sources) {
      needed = Math.max(needed, operandReady(op, source, early));
    }
    return needed;
  }

  private long operandReady(Operation op, int source, boolean early) {
    if (writerOp[source] == null) {
      return 0;
    }
    if (!config.forwarding) {
      return written[source] + 1;
    }
    if (early) {
      return ready[source] + 1;
    }
    boolean late = config.lateStoreData && source == op.storeData && source != op.base;
    return late ? ready[source] - 1 : ready[source];
  }

  /** Waits for an operand, or only says that it should have been waited for. */
  private long hazard(
      long index, Operation op, long cycles, long free, boolean early, @Nullable PipelineRow row) {
    if (row != null) {
      int source = culprit(op, early);
      row.stalls.add(
          new PipelineRow.Stall(
              dataCause(op, early),
              free - 1,
              (int) cycles,
              StallText.data(op, source, writerOp[source], cycles, config, early),
              writer[source]));
    }
    if (!config.hazardDetection) {
      counts.hazards++;
      return 0;
    }
    return cycles;
  }

  /** The source register that is ready last. */
  private int culprit(Operation op, boolean early) {
    int worst = op.sources[0];
    for (int source : op.sources) {
      if (operandReady(op, source, early) > operandReady(op, worst, early)) {
        worst = source;
      }
    }
    return worst;
  }

  private StallCause dataCause(Operation op, boolean early) {
    if (op.sources.length == 0) {
      return StallCause.DATA;
    }
    Operation from = writerOp[culprit(op, early)];
    if (from != null && from.kind.isLoad() && config.forwarding) {
      return StallCause.LOAD_USE;
    }
    return early && config.forwarding ? StallCause.BRANCH_OPERAND : StallCause.DATA;
  }

  /** Two that leave ID together must not want the same unit. */
  private long pairing(Slot before, Slot now, Operation op, @Nullable PipelineRow row) {
    Operation other = before.op;
    if (width == 1 || other == null || before.execute != now.execute) {
      return 0;
    }
    boolean conflict =
        op.kind.isMemory() && other.kind.isMemory()
            || op.kind.isControl() && other.kind.isControl()
            || op.kind.isLong() && other.kind.isLong()
            || op.kind == OperationKind.SYSTEM
            || other.kind == OperationKind.SYSTEM;
    if (conflict && row != null) {
      String text = "cannot be issued together with ‘" + other.text() + "’: one unit for both";
      row.stalls.add(
          new PipelineRow.Stall(
              StallCause.STRUCTURAL, now.execute - 1, 1, text, counts.instructions - 2));
    }
    return conflict ? 1 : 0;
  }

  // ---- MEM and WB

  private int dataMiss(Operation op, long address, long cycle, @Nullable PipelineRow row) {
    Cache cache = dataCache;
    if (cache == null || !op.kind.isMemory()) {
      return 0;
    }
    return access(cache, address, op.kind != OperationKind.LOAD, cycle, row);
  }

  private void recordWriter(long index, Operation op, Slot now, long executed) {
    int register = op.destination;
    if (register == Operation.NONE) {
      return;
    }
    ready[register] = op.kind.isLoad() ? now.write : executed;
    memoryDone[register] = now.write - 1;
    written[register] = now.write;
    writer[register] = index;
    writerOp[register] = op;
  }

  /** Counts lost cycles of one cause, at most those that are lost at all; gives the rest. */
  private long lose(
      StallCause cause, long cycles, long lost, long index, long from, @Nullable PipelineRow row) {
    long counted = Math.min(cycles, lost);
    if (counted > 0) {
      counts.stallEvents[cause.ordinal()]++;
      counts.stallCycles[cause.ordinal()] += counted;
      if (row != null) {
        String text = StallText.of(cause, (int) counted);
        row.stalls.add(new PipelineRow.Stall(cause, from, (int) counted, text, -1));
      }
    }
    return lost - counted;
  }

  // ---- the diagram

  private void finish(PipelineRow row, Slot now) {
    row.starts[0] = now.fetch;
    row.starts[1] = now.decode;
    row.starts[2] = now.execute;
    row.starts[3] = now.memory;
    row.starts[4] = now.write;
    row.starts[5] = now.write + 1;
    sink.row(row);
  }

  private void forwards(Operation op, Slot now, boolean early, PipelineRow row) {
    if (!config.forwarding) {
      return;
    }
    for (int i = 0; i < op.sources.length; i++) {
      int source = op.sources[i];
      boolean again = i > 0 && source == op.sources[0];
      if (again || writerOp[source] == null || written[source] <= now.execute - 1) {
        continue;
      }
      boolean late = config.lateStoreData && source == op.storeData && source != op.base;
      long cycle = early ? now.execute - 1 : late ? now.memory : now.execute;
      String to = early ? "ID" : late ? "MEM" : "EX";
      if (cycle >= ready[source]) {
        String from = cycle <= memoryDone[source] ? "EX/MEM" : "MEM/WB";
        row.forwards.add(new PipelineRow.Forward(source, writer[source], from, to, cycle));
      }
    }
  }

  // ---- control

  private void control(
      long index, Operation op, long nextPc, Slot now, long known, @Nullable PipelineRow row) {
    if (config.predictor == Predictor.STALL) {
      redirect = known + 1;
      return;
    }
    long predicted = predictor.predict(op);
    predictor.learn(op, predicted, nextPc);
    if (predicted == nextPc) {
      return;
    }
    redirect = known + 1;
    fetchedLine = -1;
    counts.flushes++;
    if (row != null) {
      flush(index, op, predicted, nextPc, known, now, row);
    }
  }

  /**
   * The cycle in which the next address is known.
   *
   * @param compared cycle in ID in which the operands are there
   */
  private long known(Operation op, Slot now, long compared) {
    if (op.kind == OperationKind.JUMP) {
      return now.decode;
    }
    return switch (config.branchStage) {
      case ID -> compared;
      case EX -> now.execute;
      case MEM -> now.memory;
    };
  }

  /** Rows of what was fetched on the wrong path, up to the cycle in which that is known. */
  private void flush(
      long index,
      Operation op,
      long predicted,
      long nextPc,
      long known,
      Slot now,
      PipelineRow row) {
    long pc = predicted;
    long[] ahead = {now.fetch, now.decode, now.execute, now.memory, now.write};
    long[] second = width == 2 ? lastButOne() : ahead;
    int thrown = 0;
    while (true) {
      long[] starts = new long[5];
      starts[0] = Math.max(ahead[0], second[1]);
      for (int stage = 1; stage < 4; stage++) {
        starts[stage] = Math.max(Math.max(starts[stage - 1] + 1, second[stage + 1]), ahead[stage]);
      }
      if (starts[0] > known) {
        break;
      }
      Operation wrong = code.at(pc);
      if (wrong == null) {
        break;
      }
      thrown++;
      int stages = 0;
      while (stages < 4 && starts[stages] <= known) {
        stages++;
      }
      long[] seen = Arrays.copyOf(starts, stages + 1);
      seen[stages] = known + 1;
      starts[4] = Long.MAX_VALUE;
      sink.row(new PipelineRow(index, wrong, true, seen));
      second = width == 2 ? ahead : starts;
      ahead = starts;
      pc = wrong.next();
    }
    row.flushCycle = known;
    row.flushedInstructions = thrown;
    row.flushText = StallText.flush(op, nextPc, predicted, config);
  }

  private long[] lastButOne() {
    Slot slot = last[1];
    return new long[] {slot.fetch, slot.decode, slot.execute, slot.memory, slot.write};
  }
}
