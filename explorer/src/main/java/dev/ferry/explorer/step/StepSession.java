package dev.ferry.explorer.step;

import dev.ferry.driver.explain.ExplainDocument.WordItem;
import dev.ferry.machine.debug.DebugException;
import dev.ferry.machine.debug.Debuggee;
import dev.ferry.machine.debug.StopReason;
import dev.ferry.machine.linux.Limits;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.boot.GuestStart;
import dev.ferry.machine.linux.files.GrantedFiles;
import dev.ferry.machine.linux.kernel.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** One stepped program. */
final class StepSession implements AutoCloseable {
  /** Bytes of the memory view. */
  private static final int MEMORY_BYTES = 256;

  private static final int MAX_FRAMES = 24;
  private static final int MAX_OUTPUT = 1 << 20;

  /** A program that does not stop by itself is stopped after this time. */
  private static final long PATIENCE_SECONDS = 4;

  private static final ScheduledExecutorService WATCH =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("step watch").factory());

  private static final int SP = 2;
  private static final int FP = 8;

  private final String id;
  private final Debuggee program;
  private final LineTable lines;
  private final ByteArrayOutputStream output;
  private final Set<Long> breakpoints = new HashSet<>();
  private int told;
  private long origin;
  private boolean atOrigin;
  private volatile long used = System.nanoTime();

  private StepSession(String id, Debuggee program, LineTable lines, ByteArrayOutputStream output) {
    this.id = id;
    this.program = program;
    this.lines = lines;
    this.output = output;
  }

  /**
   * Loads a program and takes it to the beginning of main.
   *
   * @param words the source's instructions
   * @param input all that it can read
   */
  static StepSession start(
      String id, byte[] image, List<WordItem> words, List<String> arguments, String input)
      throws LinuxError, InterruptedException, DebugException {
    ByteArrayOutputStream output = new Output();
    List<String> argv = new ArrayList<>(List.of("prog"));
    argv.addAll(arguments);
    GuestStart start =
        new GuestStart(
            "/prog",
            image,
            argv,
            List.of(),
            "/",
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            output,
            output,
            new Terminal(24, 80),
            new boolean[] {false, true, true});
    Limits limits = Limits.DEFAULT.withMemory(64L << 20);
    Debuggee program = Debuggee.start(start, new GrantedFiles(List.of()), limits);
    LineTable lines = new LineTable(words, program.symbols());
    StepSession session = new StepSession(id, program, lines, output);
    Long main = program.symbols().address("main");
    if (main != null) {
      program.addBreakpoint(main);
      session.watched(program::resume);
      program.removeBreakpoint(main);
    }
    session.origin = program.retired();
    return session;
  }

  /** Output up to a limit; what is more is not kept. */
  private static final class Output extends ByteArrayOutputStream {
    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      if (count + length <= MAX_OUTPUT) {
        super.write(bytes, offset, length);
      }
    }
  }

  /** Something that lets the program run until it stops. */
  private interface Run {
    StopReason run() throws DebugException, InterruptedException;
  }

  private StopReason watched(Run run) throws DebugException, InterruptedException {
    ScheduledFuture<?> alarm =
        WATCH.schedule(program::interrupt, PATIENCE_SECONDS, TimeUnit.SECONDS);
    try {
      return run.run();
    } finally {
      alarm.cancel(false);
    }
  }

  /** When it was used last, by {@link System#nanoTime}. */
  long used() {
    return used;
  }

  /** Stops at these lines from now on. */
  synchronized void breakpoints(List<Integer> wanted) {
    breakpoints.forEach(program::removeBreakpoint);
    breakpoints.clear();
    for (int line : wanted) {
      breakpoints.addAll(lines.starts(line));
    }
    breakpoints.forEach(program::addBreakpoint);
  }

  /**
   * Does what a page asks for.
   *
   * @param action {@code step}, {@code back}, {@code line}, {@code lineBack}, {@code continue},
   *     {@code continueBack}, {@code goto} or {@code look}
   * @param count instructions for steps, the moment for {@code goto}
   */
  synchronized void act(String action, long count) throws DebugException, InterruptedException {
    used = System.nanoTime();
    switch (action) {
      case "step" -> watched(() -> program.step(count));
      case "back" -> watched(() -> program.stepBack(count));
      case "line" -> line(program::resume);
      case "lineBack" -> line(program::resumeBack);
      case "continue" -> watched(program::resume);
      case "continueBack" -> watched(program::resumeBack);
      case "goto" -> program.goTo(count);
      case "look" -> {}
      default -> throw new DebugException("unknown action ‘" + action + "’");
    }
    atOrigin = program.isAlive() && program.retired() < origin;
    if (atOrigin) {
      program.goTo(origin);
    }
  }

  /** Runs to the beginning of another line, either way. */
  private void line(Run run) throws DebugException, InterruptedException {
    List<Long> starts = lines.starts();
    int line = lines.line(program.pc());
    starts.forEach(program::addBreakpoint);
    try {
      for (int i = 0; i < 50; i++) {
        StopReason why = watched(run);
        boolean same = lines.line(program.isAlive() ? program.pc() : 0) == line;
        if (!(why instanceof StopReason.AtBreakpoint at)
            || !same
            || breakpoints.contains(at.address())) {
          return;
        }
      }
    } finally {
      starts.forEach(program::removeBreakpoint);
      breakpoints.forEach(program::addBreakpoint);
    }
  }

  // ---- what it looks like ------------------------------------------------------------------

  /**
   * Where it stands.
   *
   * @param memory where the memory view begins: an address or a register's name
   */
  synchronized StepState state(String memory) throws DebugException {
    String written = written();
    if (!program.isAlive()) {
      return gone(written);
    }
    long pc = program.pc();
    long address = address(memory) & -16L;
    WordItem word = lines.word(pc);
    return new StepState(
        id,
        atOrigin ? "at the beginning of main" : reason(program.lastStop()),
        true,
        program.isInPast(),
        program.retired(),
        Math.max(origin, program.startOfHistory()),
        program.xlen(),
        hex(pc),
        program.symbols().describe(pc),
        lines.line(pc),
        word == null ? "" : word.id(),
        registers(),
        floats(),
        frames(pc),
        written,
        hex(address),
        HexFormat.of().formatHex(program.read(address, MEMORY_BYTES)));
  }

  private StepState gone(String written) {
    return new StepState(
        id,
        reason(program.lastStop()),
        false,
        false,
        0,
        0,
        64,
        "",
        "",
        0,
        "",
        List.of(),
        List.of(),
        List.of(),
        written,
        "",
        "");
  }

  private String written() {
    byte[] all = output.toByteArray();
    byte[] fresh = java.util.Arrays.copyOfRange(all, Math.min(told, all.length), all.length);
    told = all.length;
    return Base64.getEncoder().encodeToString(fresh);
  }

  private String hex(long value) {
    return program.xlen() == 32
        ? String.format("%08x", (int) value)
        : String.format("%016x", value);
  }

  private List<String> registers() {
    List<String> values = new ArrayList<>(32);
    for (int i = 0; i < 32; i++) {
      values.add(hex(program.register(i)));
    }
    return values;
  }

  private List<String> floats() {
    List<String> values = new ArrayList<>(32);
    for (int i = 0; i < 32; i++) {
      values.add(String.format("%016x", program.floatRegister(i)));
    }
    return values;
  }

  private long address(String text) throws DebugException {
    try {
      return switch (text) {
        case "", "sp" -> program.register(SP);
        case "pc" -> program.pc();
        default -> {
          Long symbol = program.symbols().address(text);
          yield symbol != null
              ? symbol
              : Long.parseUnsignedLong(text.replaceFirst("^0[xX]", ""), 16);
        }
      };
    } catch (NumberFormatException e) {
      throw new DebugException("‘" + text + "’ is no address and no name of the program");
    }
  }

  /** psABI, "Frame pointer convention": ra and the caller's fp lie just below fp. */
  private List<StepState.Frame> frames(long pc) {
    List<StepState.Frame> frames = new ArrayList<>();
    frames.add(frame(pc, pc));
    int word = program.xlen() / 8;
    long fp = program.register(FP);
    while (frames.size() < MAX_FRAMES && lines.word(pc) != null) {
      byte[] saved = program.read(fp - 2L * word, 2 * word);
      if (saved.length < 2 * word || number(saved, word, word) == 0) {
        break;
      }
      long ra = number(saved, word, word);
      long next = number(saved, 0, word);
      if (program.symbols().function(ra).isEmpty()) {
        break;
      }
      frames.add(frame(ra, ra - 2));
      if (next <= fp) {
        break;
      }
      fp = next;
    }
    return frames;
  }

  private StepState.Frame frame(long address, long at) {
    int line = lines.line(at) != 0 ? lines.line(at) : lines.line(at - 2);
    return new StepState.Frame(program.symbols().function(address), line);
  }

  private static long number(byte[] bytes, int from, int length) {
    long value = 0;
    for (int i = length - 1; i >= 0; i--) {
      value = value << 8 | bytes[from + i] & 0xff;
    }
    return value;
  }

  private static String reason(StopReason why) {
    return switch (why) {
      case StopReason.Started started -> "at the program’s start";
      case StopReason.Stepped stepped -> "stepped";
      case StopReason.AtBreakpoint breakpoint -> "at a breakpoint";
      case StopReason.AtWatchpoint watchpoint -> "at a watchpoint";
      case StopReason.Signalled signalled ->
          "the next instruction faults: signal " + signalled.signal();
      case StopReason.Interrupted interrupted ->
          "still running after " + PATIENCE_SECONDS + " seconds: stopped";
      case StopReason.AtStartOfHistory start -> "at the beginning: there is no way further back";
      case StopReason.Exiting exiting -> "about to exit with status " + exiting.status();
      case StopReason.Ended ended -> "ended with status " + ended.outcome().exitStatus();
    };
  }

  @Override
  public void close() {
    program.close();
  }
}
