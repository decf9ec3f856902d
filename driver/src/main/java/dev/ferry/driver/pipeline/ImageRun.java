package dev.ferry.driver.pipeline;

import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.GuestTrap;
import dev.ferry.machine.core.Hart;
import dev.ferry.machine.interpreter.CodeCache;
import dev.ferry.machine.interpreter.InterpreterEngine;
import dev.ferry.machine.timing.Operation;
import dev.ferry.machine.timing.Operations;
import dev.ferry.machine.timing.PipelineConfig;
import dev.ferry.machine.timing.PipelineRow;
import dev.ferry.machine.timing.RowSink;
import dev.ferry.machine.timing.TimingEngine;
import dev.ferry.machine.timing.TimingModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a memory image: an RV32 machine with instructions and data in memories of their own, both
 * from address 0. The word 0xFFFFFFFF ends the program; so does leaving the image.
 */
final class ImageRun {
  private static final int HALT = -1;
  private static final int DATA_BYTES = 1 << 16;

  /** Data memory is written out at least up to here. */
  private static final int SHOWN_BYTES = 1000;

  /** Beyond this many instructions, states are not kept. */
  private static final int STATE_LIMIT = 100_000;

  /**
   * An instruction with its values.
   *
   * @param registers all integer registers behind it
   */
  record Step(Operation op, int first, int second, int address, int[] registers) {}

  private final MemoryImage code;
  private final MemoryImage data;
  private final PipelineConfig config;
  private final long limit;
  private final long from;
  private final long count;
  private final List<Step> steps = new ArrayList<>();
  private final List<PipelineRow> all = new ArrayList<>();
  private long instructions;
  private byte[] finalData = {};
  private long haltPc;

  ImageRun(
      MemoryImage code,
      MemoryImage data,
      PipelineConfig config,
      long limit,
      long from,
      long count) {
    this.code = code;
    this.data = data;
    this.config = config;
    this.limit = limit;
    this.from = from;
    this.count = count;
  }

  /** Keeps every row for the states, and shows those of the window. */
  private RowSink rows() {
    return new RowSink() {
      @Override
      public boolean wants(long index, Operation op) {
        return index < STATE_LIMIT || index >= from && index - from < count;
      }

      @Override
      public void row(PipelineRow row) {
        all.add(row);
      }
    };
  }

  PipelineDocument run(String name) {
    byte[] words = code.littleEndian();
    try (GuestMemory codeMemory = new GuestMemory(1 << 24, 1 << 24);
        GuestMemory dataMemory = new GuestMemory(1 << 24, 1 << 24)) {
      long codeEnd = (words.length / GuestMemory.PAGE + 1L) * GuestMemory.PAGE;
      codeMemory.mappings().map(0, codeEnd, GuestMemory.READ | GuestMemory.EXECUTE, "code");
      codeMemory.poke(0, words, 0, words.length);
      dataMemory.mappings().map(0, DATA_BYTES, GuestMemory.READ | GuestMemory.WRITE, "data");
      byte[] values = data.littleEndian();
      dataMemory.poke(0, values, 0, Math.min(values.length, DATA_BYTES));
      Hart hart = new Hart(dataMemory, 32);
      Operations operations = new Operations(codeMemory, 32);
      TimingModel model = TimingModel.of(config, rows(), operations);
      TimingEngine engine =
          new TimingEngine(new InterpreterEngine(new CodeCache(codeMemory, 32)), operations, model);
      String ending = execute(hart, engine, operations, words);
      keepData(dataMemory, values.length);
      List<PipelineRow> window = new ArrayList<>(all);
      window.removeIf(row -> row.index < from || row.index - from >= count);
      return new DocumentBuilder(name, config, CodeNames.none(32))
          .build(
              window,
              model.counts(),
              operations,
              engine.curve(),
              new PipelineDocument.Outcome(0, ending, "", PipelineRun.registers(hart)));
    }
  }

  private String execute(Hart hart, TimingEngine engine, Operations operations, byte[] words) {
    try {
      while (instructions < limit) {
        int pc = (int) hart.pc;
        haltPc = pc;
        if (pc < 0 || pc + 4 > words.length || word(words, pc) == HALT) {
          return "halted";
        }
        Operation op = operations.at(pc);
        if (op == null) {
          return "no instruction at 0x" + Integer.toHexString(pc);
        }
        int first = op.sources.length > 0 ? (int) hart.get(op.sources[0] & 31) : 0;
        int second = op.sources.length > 1 ? (int) hart.get(op.sources[1] & 31) : 0;
        int address = (int) hart.x(op.base) + op.immediate;
        switch (engine.run(hart, 1)) {
          case BUDGET -> {}
          case SYSTEM_CALL, BREAKPOINT -> {
            return "stopped at " + op.text();
          }
        }
        if (instructions++ < STATE_LIMIT) {
          steps.add(new Step(op, first, second, address, registers(hart)));
        }
      }
      return "stopped after " + limit + " instructions";
    } catch (GuestTrap trap) {
      return "stopped at 0x" + Long.toHexString(hart.pc) + ": " + trap.getMessage();
    }
  }

  private static int word(byte[] bytes, int at) {
    return bytes[at] & 0xff
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | bytes[at + 3] << 24;
  }

  private static int[] registers(Hart hart) {
    int[] values = new int[32];
    for (int i = 0; i < 32; i++) {
      values[i] = (int) hart.x(i);
    }
    return values;
  }

  private void keepData(GuestMemory memory, int length) {
    byte[] bytes = memory.read(0, DATA_BYTES);
    int end = Math.max(SHOWN_BYTES, length);
    for (int i = end; i < bytes.length; i++) {
      end = bytes[i] != 0 ? i + 1 : end;
    }
    finalData = Arrays.copyOf(bytes, end + 3 & ~3);
  }

  // ---- the states

  /**
   * Writes registers, memory and the state of every cycle to files: {@code SS_} for the
   * single-cycle model, {@code FS_} for five stages.
   */
  void dump(Path directory) throws IOException {
    Files.createDirectories(directory);
    boolean single = config.model == PipelineConfig.Model.SINGLE;
    String prefix = single ? "SS" : "FS";
    ImageStates states = new ImageStates(steps, all, haltPc, code.littleEndian().length);
    Files.write(directory.resolve(prefix + "_RFResult.txt"), states.registers(single));
    Files.write(
        directory.resolve("StateResult_" + prefix + ".txt"),
        single ? states.single() : states.fiveStage());
    Files.write(
        directory.resolve(prefix + "_DMEMResult.txt"),
        MemoryImage.ofLittleEndian(finalData).lines());
    Files.write(
        directory.resolve("PerformanceMetrics_" + prefix + ".txt"), states.performance(single));
  }
}
