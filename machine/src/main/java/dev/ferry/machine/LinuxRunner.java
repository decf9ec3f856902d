package dev.ferry.machine;

import dev.ferry.binutils.elf.ElfImage;
import dev.ferry.machine.core.EngineFactory;
import dev.ferry.machine.interpreter.InterpreterEngine;
import dev.ferry.machine.jit.CheckReport;
import dev.ferry.machine.jit.Jit;
import dev.ferry.machine.linux.Grant;
import dev.ferry.machine.linux.Outcome;
import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.kernel.ProgramFile;
import dev.ferry.machine.linux.kernel.Terminal;
import dev.ferry.machine.observe.Observation;
import dev.ferry.machine.observe.ObservedEngines;
import dev.ferry.machine.symbols.CrashReport;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs a program on this process' own terminal, as {@code ferry run} does. */
public final class LinuxRunner {
  private LinuxRunner() {}

  /**
   * Runs a program to its end, with standard streams of this process, and says on standard error
   * why it ended where that was not its own doing.
   *
   * @param path how the guest sees the program
   * @param elf the program
   * @return the exit status for the shell: the guest's own, 128+n for signal n, 124 for a limit,
   *     125 for a failure of the machine, 126 where the file cannot be executed
   */
  public static int run(String path, byte[] elf, RunOptions options) {
    PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true);
    try {
      CheckReport check = new CheckReport();
      Machine machine = builder(path, elf, options, err, check).build();
      Thread hook = new Thread(machine::stop, "stop guest");
      Runtime.getRuntime().addShutdownHook(hook);
      Outcome outcome = runWithSignals(machine);
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM is going down already.
      }
      addLines(outcome, options);
      report(outcome, err);
      if (options.execution() == RunOptions.Execution.CHECKED && outcome.exitStatus() != 125) {
        err.printf(
            "ferry: %,d runs of translated code checked, %,d instructions: no difference%n",
            check.runs(), check.instructions());
      }
      for (Observation observation : options.observations()) {
        observation.report(machine.symbols(), err);
      }
      return outcome.exitStatus();
    } catch (LinuxError e) {
      err.println("ferry: cannot execute " + path + ": " + explain(elf, e));
      return 126;
    } catch (IOException e) {
      err.println("ferry: cannot write " + e.getMessage());
      return 125;
    } catch (OutOfMemoryError e) {
      err.println("ferry: not enough memory for the guest");
      return 125;
    } catch (InterruptedException e) {
      return 130;
    }
  }

  private static Outcome runWithSignals(Machine machine) throws LinuxError, InterruptedException {
    try (HostSignals unused = new HostSignals(machine)) {
      return machine.run();
    }
  }

  /** Lines for the stack of a crash; the program that ran may have been made without them. */
  private static void addLines(Outcome outcome, RunOptions options) {
    CrashReport crash = outcome.crash();
    byte[] image = crash == null ? null : options.debugImage().get();
    if (crash != null && image != null) {
      crash.symbols().addDebugInformation(ElfImage.parse("debug information", image));
    }
  }

  private static String explain(byte[] elf, LinuxError e) {
    if (!ProgramFile.isScript(elf)) {
      return explain(e);
    }
    try {
      String interpreter = ProgramFile.interpreter(elf).getFirst();
      return switch (e.errno()) {
        case Errno.ENOENT ->
            "it is a script, and the guest sees no "
                + interpreter
                + " or not the script itself (--sysroot and --dir say what it sees)";
        case Errno.EACCES -> "it is a script, and it or " + interpreter + " may not be executed";
        default -> explain(e);
      };
    } catch (LinuxError none) {
      return "its first line names no interpreter";
    }
  }

  /** Why a program cannot be executed. */
  public static String explain(LinuxError e) {
    return e.errno() == Errno.ENOEXEC
        ? "it is not a RISC-V Linux program"
        : e.errno() == Errno.ENOMEM ? "it does not fit into memory" : e.getMessage();
  }

  /**
   * A machine with the standard streams of this process.
   *
   * @param err where traces of system calls go
   */
  public static Machine.Builder builder(
      String path, byte[] elf, RunOptions options, PrintStream err) {
    return builder(path, elf, options, err, new CheckReport());
  }

  private static Machine.Builder builder(
      String path, byte[] elf, RunOptions options, PrintStream err, CheckReport check) {
    boolean in = isTerminal(0);
    boolean out = isTerminal(1);
    boolean error = isTerminal(2);
    OutputStream stdout = new FileOutputStream(FileDescriptor.out);
    OutputStream stderr = new FileOutputStream(FileDescriptor.err);
    Machine.Builder builder =
        Machine.builder(elf)
            .path(path)
            .arguments(options.arguments())
            .environment(environment(options))
            .directory(Grant.guestPath(options.directory()))
            .input(new FileInputStream(FileDescriptor.in))
            .output(stdout)
            .error(stderr)
            .terminal(new Terminal(size("LINES", 24), size("COLUMNS", 80)), in, out, error)
            .limits(options.limits())
            .network(options.network())
            .engines(engines(options, check));
    if (options.grantDirectory()) {
      builder.temporaryFolders(true);
      builder.grant(new Grant(options.directory(), Grant.guestPath(options.directory()), false));
    }
    for (Grant grant : options.grants()) {
      builder.grant(grant);
    }
    if (options.traceSystemCalls()) {
      builder.traceSystemCalls(err::println);
    }
    return builder;
  }

  private static EngineFactory engines(RunOptions options, CheckReport check) {
    if (!options.observations().isEmpty()) {
      return new ObservedEngines(options.observations());
    }
    return switch (options.execution()) {
      case TRANSLATED -> Jit.standard(options.limits().instructions() != Long.MAX_VALUE);
      case INTERPRETED -> InterpreterEngine.factory();
      case CHECKED -> Jit.checking(check);
    };
  }

  private static List<String> environment(RunOptions options) {
    Map<String, String> variables = new TreeMap<>();
    if (options.inheritEnvironment()) {
      variables.putAll(System.getenv());
      restoreLocale(variables);
    }
    variables.putAll(options.environment());
    List<String> list = new ArrayList<>();
    variables.forEach((name, value) -> list.add(name + "=" + value));
    return list;
  }

  /** The launcher changes the C locale to one in which Java can write every file name. */
  private static void restoreLocale(Map<String, String> variables) {
    String before = variables.remove("FERRY_LC_ALL");
    if (before == null) {
      return;
    }
    if (before.isEmpty()) {
      variables.remove("LC_ALL");
    } else {
      variables.put("LC_ALL", before);
    }
  }

  private static int size(String variable, int otherwise) {
    try {
      return Integer.parseInt(System.getenv().getOrDefault(variable, ""));
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  /** Whether a standard stream is a terminal; where that cannot be seen, whether both are. */
  static boolean isTerminal(int fd) {
    Path link = Path.of("/proc/self/fd/" + fd);
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      var console = System.console();
      return console != null && console.isTerminal();
    }
  }

  /** Says why a program ended where that was not its own doing. */
  public static void report(Outcome outcome, PrintStream err) {
    var crash = outcome.crash();
    if (crash != null) {
      err.print(crash.text());
    } else if (outcome.kind() == Outcome.Kind.SIGNALLED && outcome.status() != Signals.SIGINT) {
      // Who has typed Ctrl-C knows: shells say nothing of it either.
      err.println("ferry: the guest was ended by " + Signals.name(outcome.status()));
    }
    if (!outcome.message().isEmpty() && outcome.kind() != Outcome.Kind.STOPPED) {
      err.println("ferry: " + outcome.message());
    }
  }
}
