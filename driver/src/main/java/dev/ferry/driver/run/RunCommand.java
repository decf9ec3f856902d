package dev.ferry.driver.run;

import dev.ferry.driver.Console;
import dev.ferry.driver.cc.CcCommandLine;
import dev.ferry.driver.cc.CcDriver;
import dev.ferry.driver.cc.CcOptions;
import dev.ferry.driver.cc.UsageException;
import dev.ferry.driver.debug.DebugRunner;
import dev.ferry.driver.debug.GdbRunner;
import dev.ferry.machine.LinuxRunner;
import dev.ferry.machine.RunOptions;
import dev.ferry.machine.linux.Grant;
import dev.ferry.machine.linux.Limits;
import dev.ferry.machine.linux.Network;
import dev.ferry.machine.linux.kernel.ProgramFile;
import dev.ferry.machine.observe.InstructionTrace;
import dev.ferry.machine.observe.Observation;
import dev.ferry.machine.observe.Profile;
import dev.ferry.machine.observe.Statistics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code ferry run}: C sources, objects and archives are compiled and linked in memory, then run; a
 * RISC-V executable is run as it is. The exit status is the guest's.
 */
public final class RunCommand {
  private final Console console;
  private final String command;
  private ProgramRunner runner;
  private final List<String> compile = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();
  private final List<Grant> grants = new ArrayList<>();
  private final List<Observation> observations = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private boolean inheritEnvironment = true;
  private boolean grantDirectory = true;
  private Network network = Network.NONE;
  private boolean trace;
  private RunOptions.Execution execution = RunOptions.Execution.TRANSLATED;
  private Limits limits = Limits.DEFAULT;
  private @Nullable String program;
  private Supplier<byte @Nullable []> debugImage = () -> null;
  private @Nullable Path sysroot;

  public RunCommand(Console console) {
    this(console, "run", LinuxRunner::run);
  }

  /**
   * Another command with the same line.
   *
   * @param command its name, for messages
   * @param runner what is done with the program
   */
  public RunCommand(Console console, String command, ProgramRunner runner) {
    this.console = console;
    this.command = command;
    this.runner = runner;
  }

  /** {@code ferry debug}: the same line, with the debugger of the terminal. */
  public static RunCommand debugger(Console console) {
    return new RunCommand(console, "debug", new DebugRunner(console));
  }

  /** Runs a command line (what follows {@code run}). */
  public int run(List<String> line) {
    try {
      parse(line);
      return program != null ? runFile(program) : compileAndRun();
    } catch (UsageException | IllegalArgumentException e) {
      console.err().println("ferry " + command + ": " + e.getMessage());
      return 125;
    } catch (IOException e) {
      console.err().println("ferry " + command + ": " + e.getMessage());
      return 127;
    }
  }

  private void parse(List<String> line) throws UsageException {
    int i = 0;
    while (i < line.size()) {
      String a = line.get(i++);
      if (a.equals("--")) {
        arguments.addAll(line.subList(i, line.size()));
        return;
      }
      if (a.startsWith("--") && own(a, i < line.size() ? line.get(i) : null)) {
        i += a.contains("=") || !TAKES_VALUE.contains(a) ? 0 : 1;
      } else if (compile.isEmpty() && !a.startsWith("-") && isExecutable(console.resolve(a))) {
        // As other runners do: what follows the program belongs to it.
        program = a;
        List<String> rest = line.subList(i, line.size());
        arguments.addAll(
            !rest.isEmpty() && rest.getFirst().equals("--") ? rest.subList(1, rest.size()) : rest);
        return;
      } else {
        compile.add(a);
      }
    }
    if (compile.isEmpty()) {
      throw new UsageException(
          "no program given; try: ferry " + command + " prog.c [-- arguments]");
    }
  }

  private static final List<String> TAKES_VALUE =
      List.of(
          "--timeout",
          "--max-instructions",
          "--max-memory",
          "--dir",
          "--env",
          "--trace",
          "--gdb",
          "--sysroot");

  /** Handles an option of the machine; false if it is one for the compiler. */
  private boolean own(String a, @Nullable String following) throws UsageException {
    int equals = a.indexOf('=');
    String name = equals < 0 ? a : a.substring(0, equals);
    String value = equals < 0 ? following : a.substring(equals + 1);
    switch (name) {
      case "--no-dir" -> grantDirectory = false;
      case "--no-env" -> inheritEnvironment = false;
      case "--net" -> {
        // Only with '=': what follows may be the program.
        if (equals >= 0 && value != null && !value.equals("loopback")) {
          throw new UsageException("--net knows: loopback");
        }
        network = equals < 0 ? Network.ALL : Network.LOOPBACK;
      }
      case "--interpret" -> execution = RunOptions.Execution.INTERPRETED;
      case "--check-jit" -> execution = RunOptions.Execution.CHECKED;
      case "--stats" -> observations.add(new Statistics());
      case "--profile" -> {
        // Only with '=': what follows may be the program.
        Path file = console.resolve(equals < 0 ? "ferry-profile.svg" : a.substring(equals + 1));
        observations.add(new Profile(file));
      }
      case "--timeout",
          "--max-instructions",
          "--max-memory",
          "--dir",
          "--env",
          "--trace",
          "--gdb",
          "--sysroot" -> {
        if (value == null) {
          throw new UsageException(name + " needs a value");
        }
        valued(name, value);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void valued(String name, String value) throws UsageException {
    switch (name) {
      case "--timeout" -> limits = limits.withNanoseconds(Quantities.nanoseconds(value));
      case "--max-instructions" -> limits = limits.withInstructions(Quantities.count(value));
      case "--max-memory" -> limits = limits.withMemory(Quantities.bytes(value));
      case "--dir" -> grants.add(Grant.parse(value));
      case "--gdb" -> runner = GdbRunner.onPort(console, value);
      case "--sysroot" -> sysroot = console.resolve(value).toAbsolutePath().normalize();
      case "--env" -> {
        int equals = value.indexOf('=');
        if (equals <= 0) {
          throw new UsageException("--env wants NAME=VALUE");
        }
        environment.put(value.substring(0, equals), value.substring(equals + 1));
      }
      default -> {
        switch (value) {
          case "syscalls" -> trace = true;
          case "instructions" -> observations.add(new InstructionTrace(console.err()));
          default -> throw new UsageException("--trace knows: syscalls, instructions");
        }
      }
    }
  }

  /** Whether a file is an ELF executable or shared object, or a script with an interpreter. */
  private static boolean isExecutable(Path path) {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    byte[] head = new byte[18];
    try (InputStream file = Files.newInputStream(path)) {
      if (file.readNBytes(head, 0, head.length) < head.length && !ProgramFile.isScript(head)) {
        return false;
      }
    } catch (IOException e) {
      return false;
    }
    return ProgramFile.isScript(head) || isElfProgram(head);
  }

  private static boolean isElfProgram(byte[] head) {
    return head[0] == 0x7f
        && head[1] == 'E'
        && head[2] == 'L'
        && head[3] == 'F'
        && (head[16] == 2 || head[16] == 3);
  }

  private int runFile(String name) throws IOException {
    Path path = console.resolve(name);
    if (!Files.exists(path)) {
      console.err().println("ferry " + command + ": " + name + ": No such file or directory");
      return 127;
    }
    return start(name, Files.readAllBytes(path));
  }

  private int compileAndRun() throws UsageException, IOException {
    if (sysroot != null) {
      compile.addFirst("--sysroot=" + sysroot);
    }
    if (runner.wantsDebugInformation()) {
      compile.addFirst("-g");
    }
    CcOptions options = CcCommandLine.parse(compile, console.directory());
    debugImage = this::imageWithLines;
    if (options.query != null || options.stage != CcOptions.Stage.LINK) {
      throw new UsageException("this option is for ferry cc: nothing would be run");
    }
    withoutRelaxation(options);
    CcDriver driver = new CcDriver(console);
    byte[] image = driver.image(options);
    console.err().flush();
    if (image == null) {
      return driver.status() == 0 ? 125 : driver.status();
    }
    String name = options.inputs().getFirst().path();
    int dot = name.lastIndexOf('.');
    return start(dot > 0 ? name.substring(0, dot) : name, image);
  }

  /** Relaxation shortens code that is run once: it is not worth its time below -O2. */
  private static void withoutRelaxation(CcOptions options) {
    options.relax &= options.optimize >= 2;
    options.resolveBranches |= !options.relax;
  }

  /** The program once more, with a line table; only a crash is worth the time. */
  private byte @Nullable [] imageWithLines() {
    ByteArrayOutputStream unread = new ByteArrayOutputStream();
    PrintStream nowhere = new PrintStream(unread, true, StandardCharsets.UTF_8);
    List<String> line = new ArrayList<>(compile);
    line.addFirst("-g");
    try {
      CcOptions options = CcCommandLine.parse(line, console.directory());
      withoutRelaxation(options);
      return new CcDriver(console.withOutput(nowhere)).image(options);
    } catch (UsageException e) {
      return null;
    }
  }

  /** The sysroot as the guest's root; only its libraries where the user has granted a root. */
  private Grant libraries(Path root) {
    boolean granted = sysroot == null && grants.stream().anyMatch(g -> g.guest().equals("/"));
    return granted ? new Grant(root.resolve("lib"), "/lib", true) : new Grant(root, "/", true);
  }

  private int start(String name, byte[] image) throws IOException {
    Path host = console.resolve(name);
    Path root = sysroot != null ? sysroot : Sysroot.find(image);
    String guestPath = Grant.guestPath(host);
    if (root != null) {
      grants.add(libraries(root));
      guestPath = Sysroot.guestPath(root, host);
    }
    List<String> argv = new ArrayList<>();
    // A program of the sysroot that starts itself again must find itself there.
    boolean ofSysroot = root != null && host.toAbsolutePath().normalize().startsWith(root);
    argv.add(ofSysroot ? guestPath : name);
    argv.addAll(arguments);
    RunOptions run =
        RunOptions.of(argv)
            .withLimits(limits)
            .withGrants(grants)
            .withNetwork(network)
            .withEnvironment(environment, inheritEnvironment)
            .withTrace(trace)
            .withExecution(execution)
            .withObservations(observations)
            .withDebugImage(debugImage);
    if (!grantDirectory) {
      run = run.withoutDirectory();
    }
    return runner.run(guestPath, image, run);
  }
}
