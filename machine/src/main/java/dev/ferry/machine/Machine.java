package dev.ferry.machine;

import dev.ferry.machine.core.EngineFactory;
import dev.ferry.machine.debug.Debuggee;
import dev.ferry.machine.interpreter.InterpreterEngine;
import dev.ferry.machine.linux.Grant;
import dev.ferry.machine.linux.Limits;
import dev.ferry.machine.linux.Network;
import dev.ferry.machine.linux.Outcome;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.boot.GuestStart;
import dev.ferry.machine.linux.files.GrantedFiles;
import dev.ferry.machine.linux.kernel.GuestFileSystem;
import dev.ferry.machine.linux.kernel.Kernel;
import dev.ferry.machine.linux.kernel.OutsideSignals;
import dev.ferry.machine.linux.kernel.Terminal;
import dev.ferry.machine.symbols.SymbolMap;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A RISC-V Linux program in the JVM.
 *
 * <pre>{@code
 * Outcome outcome = Machine.builder(elfBytes)
 *     .arguments("prog", "1", "2")
 *     .output(System.out)
 *     .build()
 *     .run();
 * }</pre>
 *
 * <p>The guest can touch nothing but what the builder grants: without grants it has no files, no
 * environment and empty standard streams. Any number of machines live side by side; each frees its
 * memory when it ends.
 */
public final class Machine {
  private final Kernel kernel;
  private final GuestStart start;

  private Machine(Builder b) throws LinuxError {
    this.start = b.start();
    this.kernel = start.kernel(b.fileSystem(), b.limits, b.engines);
    this.kernel.setSyscallTrace(b.syscallTrace);
  }

  /**
   * Starts to describe a machine.
   *
   * @param elf a RISC-V Linux executable, RV32 or RV64
   */
  public static Builder builder(byte[] elf) {
    return new Builder(elf);
  }

  /**
   * Runs the program to its end in threads of its own.
   *
   * @throws LinuxError with ENOEXEC when it is no program for this machine, ENOMEM when it does not
   *     fit
   * @throws InterruptedException when the waiting thread is interrupted; the guest is stopped
   */
  public Outcome run() throws LinuxError, InterruptedException {
    start.start(kernel);
    try {
      return kernel.await();
    } catch (InterruptedException e) {
      kernel.stop();
      throw e;
    }
  }

  /** Stops a running guest at once, from any thread. */
  public void stop() {
    kernel.stop();
  }

  /**
   * Sends the guest a signal from outside, from any thread: to its first process, or to all that
   * run in the foreground where a terminal sends that one (SIGINT, SIGWINCH). A second SIGTERM ends
   * a guest that does not hear the first one.
   *
   * @param number as Linux counts signals
   */
  public void signal(int number) {
    OutsideSignals.send(kernel, number);
  }

  /** Whether its first process is about to end. */
  boolean isEnding() {
    return kernel.isEnding();
  }

  /** Instructions retired so far, brought up to date every million or so. */
  public long retired() {
    return kernel.retired();
  }

  /** Names of addresses in what the first process has loaded. */
  public SymbolMap symbols() {
    return kernel.symbols();
  }

  /** What a machine is made of. */
  public static final class Builder {
    private final byte[] elf;
    private String path = "/program";
    private List<String> arguments = List.of("program");
    private List<String> environment = List.of();
    private String directory = "/";
    private InputStream input = InputStream.nullInputStream();
    private OutputStream output = OutputStream.nullOutputStream();
    private OutputStream error = OutputStream.nullOutputStream();
    private @Nullable Terminal terminal;
    private boolean[] terminalStreams = new boolean[3];
    private final List<Grant> grants = new ArrayList<>();
    private boolean temporaryFolders;
    private @Nullable GuestFileSystem files;
    private Network network = Network.NONE;
    private Limits limits = Limits.DEFAULT;
    private EngineFactory engines = InterpreterEngine.factory();
    private @Nullable Consumer<String> syscallTrace;

    private Builder(byte[] elf) {
      this.elf = elf;
    }

    /** The path the guest sees as its own; need not exist. */
    public Builder path(String guestPath) {
      path = guestPath;
      return this;
    }

    /** argv, the program's name first. */
    public Builder arguments(String... argv) {
      arguments = List.copyOf(Arrays.asList(argv));
      return this;
    }

    public Builder arguments(List<String> argv) {
      arguments = List.copyOf(argv);
      return this;
    }

    /** The whole environment, {@code NAME=value} each. */
    public Builder environment(List<String> entries) {
      environment = List.copyOf(entries);
      return this;
    }

    /** The guest's working directory. */
    public Builder directory(String guestPath) {
      directory = guestPath;
      return this;
    }

    public Builder input(InputStream in) {
      input = in;
      return this;
    }

    public Builder output(OutputStream out) {
      output = out;
      return this;
    }

    public Builder error(OutputStream out) {
      error = out;
      return this;
    }

    /** Which of the standard streams are a terminal, and its size. */
    public Builder terminal(Terminal size, boolean in, boolean out, boolean err) {
      terminal = size;
      terminalStreams = new boolean[] {in, out, err};
      return this;
    }

    /** Lets the guest see a host directory. */
    public Builder grant(Grant grant) {
      grants.add(grant);
      return this;
    }

    /**
     * Gives the machine a {@code /tmp} and a {@code /dev/shm} of its own where they are not
     * granted: temporary directories of the host's, empty at first and deleted with the machine.
     */
    public Builder temporaryFolders(boolean value) {
      temporaryFolders = value;
      return this;
    }

    /** What of the host's network the guest may use; nothing by default. */
    public Builder network(Network value) {
      network = value;
      return this;
    }

    /** Files of the caller's own making instead of grants. */
    public Builder files(GuestFileSystem own) {
      files = own;
      return this;
    }

    public Builder limits(Limits value) {
      limits = value;
      return this;
    }

    /** What executes instructions. */
    public Builder engines(EngineFactory factory) {
      engines = factory;
      return this;
    }

    /** Gets a line in strace's form for each system call. */
    public Builder traceSystemCalls(Consumer<String> lines) {
      syscallTrace = lines;
      return this;
    }

    public Machine build() throws LinuxError {
      return new Machine(this);
    }

    /**
     * Loads the program under a debugger instead, stopped before its first instruction. It is
     * interpreted, whatever {@link #engines} says.
     *
     * @throws LinuxError as {@link Machine#run}
     */
    public Debuggee debug() throws LinuxError, InterruptedException {
      return Debuggee.start(start(), fileSystem(), limits);
    }

    private GuestFileSystem fileSystem() {
      return files != null ? files : new GrantedFiles(grants, temporaryFolders);
    }

    private GuestStart start() {
      return new GuestStart(
          path,
          elf,
          arguments,
          environment,
          directory,
          input,
          output,
          error,
          terminal,
          terminalStreams,
          network);
    }
  }
}
