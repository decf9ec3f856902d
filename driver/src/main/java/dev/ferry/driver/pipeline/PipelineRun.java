package dev.ferry.driver.pipeline;

import dev.ferry.machine.Machine;
import dev.ferry.machine.core.Engine;
import dev.ferry.machine.core.EngineFactory;
import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.Hart;
import dev.ferry.machine.interpreter.CodeCache;
import dev.ferry.machine.interpreter.InterpreterEngine;
import dev.ferry.machine.linux.Outcome;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.timing.Operations;
import dev.ferry.machine.timing.TimingEngine;
import dev.ferry.machine.timing.TimingModel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a Linux program on a timing model: its first thread is timed. */
public final class PipelineRun {
  private static final int OUTPUT_LIMIT = 1 << 16;

  private final PipelineRequest request;
  private final CodeNames names;
  private final RowCollector rows;

  // Of the first thread; set before it runs.
  private @Nullable Operations operations;
  private @Nullable TimingModel model;
  private @Nullable TimingEngine engine;

  private PipelineRun(PipelineRequest request) {
    this.request = request;
    this.names = new CodeNames(request.program(), request.image());
    this.rows = new RowCollector(start(), request.from(), request.count());
  }

  /**
   * Runs a program to its end.
   *
   * @throws LinuxError if the image is no program for this machine
   * @throws InterruptedException when the waiting thread is interrupted; the program is stopped
   * @throws IllegalArgumentException if the start of the window is no function
   */
  public static PipelineDocument run(PipelineRequest request)
      throws LinuxError, InterruptedException {
    return new PipelineRun(request).run();
  }

  private long start() {
    String start = request.start();
    if (start.isEmpty()) {
      Long main = names.address("main");
      return main == null ? -1 : main;
    }
    Long address = names.address(start);
    if (address != null) {
      return address;
    }
    if (start.startsWith("0x")) {
      return Long.parseUnsignedLong(start, 2, start.length(), 16);
    }
    throw new IllegalArgumentException("no function ‘" + start + "’");
  }

  private PipelineDocument run() throws LinuxError, InterruptedException {
    Output output = new Output();
    Machine machine =
        Machine.builder(request.image())
            .arguments(request.arguments())
            .limits(request.limits())
            .input(request.input())
            .output(output)
            .error(output)
            .engines(engines())
            .build();
    Outcome outcome = machine.run();
    Operations seen = operations;
    TimingModel timing = model;
    TimingEngine timed = engine;
    if (seen == null || timing == null || timed == null) {
      throw new IllegalStateException("no thread ran");
    }
    return new DocumentBuilder(request.program(), request.config(), names)
        .build(
            rows.rows,
            timing.counts(),
            seen,
            timed.curve(),
            new PipelineDocument.Outcome(
                outcome.exitStatus(), ending(outcome), output.text(), registers(timed.hart())));
  }

  private EngineFactory engines() {
    return (memory, xlen) -> {
      CodeCache cache = new CodeCache(memory, xlen);
      return () -> newEngine(new InterpreterEngine(cache), memory, xlen);
    };
  }

  private synchronized Engine newEngine(Engine inner, GuestMemory memory, int xlen) {
    if (engine != null) {
      return inner;
    }
    Operations ops = new Operations(memory, xlen);
    TimingModel timing = TimingModel.of(request.config(), rows, ops);
    operations = ops;
    model = timing;
    TimingEngine made = new TimingEngine(inner, ops, timing);
    engine = made;
    return made;
  }

  /** Keeps the beginning of what is written. */
  private static final class Output extends ByteArrayOutputStream {
    @Override
    public synchronized void write(byte[] b, int off, int len) {
      super.write(b, off, Math.min(len, OUTPUT_LIMIT - Math.min(OUTPUT_LIMIT, count)));
    }

    @Override
    public synchronized void write(int b) {
      if (count < OUTPUT_LIMIT) {
        super.write(b);
      }
    }

    synchronized String text() {
      return toString(StandardCharsets.UTF_8);
    }
  }

  private static String ending(Outcome outcome) {
    return switch (outcome.kind()) {
      case EXITED -> "exited with status " + outcome.status();
      case SIGNALLED ->
          outcome.status() == 5 ? "stopped at ebreak" : "ended by signal " + outcome.status();
      case INSTRUCTION_LIMIT, TIME_LIMIT, MEMORY_LIMIT, STOPPED, FAILED -> outcome.message();
    };
  }

  /** The integer registers in hexadecimal. */
  static List<String> registers(@Nullable Hart hart) {
    List<String> values = new ArrayList<>();
    for (int i = 0; hart != null && i < 32; i++) {
      long value = hart.x(i);
      values.add(hart.xlen() == 32 ? Integer.toHexString((int) value) : Long.toHexString(value));
    }
    return values;
  }
}
