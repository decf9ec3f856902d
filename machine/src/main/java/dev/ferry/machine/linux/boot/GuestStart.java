package dev.ferry.machine.linux.boot;

import dev.ferry.machine.core.EngineFactory;
import dev.ferry.machine.linux.Limits;
import dev.ferry.machine.linux.Network;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.calls.SystemCalls;
import dev.ferry.machine.linux.files.Fifos;
import dev.ferry.machine.linux.files.HostInput;
import dev.ferry.machine.linux.files.StreamFile;
import dev.ferry.machine.linux.files.Watches;
import dev.ferry.machine.linux.ipc.PosixQueues;
import dev.ferry.machine.linux.ipc.SystemV;
import dev.ferry.machine.linux.kernel.Facility;
import dev.ferry.machine.linux.kernel.FdTable;
import dev.ferry.machine.linux.kernel.GuestFileSystem;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.Kernel;
import dev.ferry.machine.linux.kernel.ProgramFile;
import dev.ferry.machine.linux.kernel.ProgramLoader;
import dev.ferry.machine.linux.kernel.Sessions;
import dev.ferry.machine.linux.kernel.Terminal;
import dev.ferry.machine.linux.sockets.HostNetwork;
import dev.ferry.machine.linux.sockets.LocalNames;
import dev.ferry.machine.linux.terminals.PseudoTerminals;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first process of a guest, before it runs.
 *
 * @param path guest path of the program
 * @param directory its working directory
 * @param terminalStreams which of stdin, stdout, stderr are the terminal
 * @param network what of the host's network it may use
 */
public record GuestStart(
    String path,
    byte[] elf,
    List<String> arguments,
    List<String> environment,
    String directory,
    InputStream input,
    OutputStream output,
    OutputStream error,
    @Nullable Terminal terminal,
    boolean[] terminalStreams,
    Network network) {

  /** One without the host's network. */
  public GuestStart(
      String path,
      byte[] elf,
      List<String> arguments,
      List<String> environment,
      String directory,
      InputStream input,
      OutputStream output,
      OutputStream error,
      @Nullable Terminal terminal,
      boolean[] terminalStreams) {
    this(
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
        Network.NONE);
  }

  /**
   * The kernel for it, with all its parts and without processes.
   *
   * @param files what its paths lead to
   * @param engines what executes its instructions
   */
  public Kernel kernel(GuestFileSystem files, Limits limits, EngineFactory engines) {
    List<Facility> facilities =
        List.of(
            new Fifos(),
            new Watches(),
            new PseudoTerminals(),
            new LocalNames(),
            new HostNetwork(network),
            new SystemV(),
            new PosixQueues());
    return new Kernel(files, limits, engines, new SystemCalls(), facilities);
  }

  /** Loads the program and starts its first thread. */
  public void start(Kernel kernel) throws LinuxError {
    GuestThread thread = load(kernel);
    thread.start();
  }

  /** Loads the program; the thread has not started. */
  public GuestThread load(Kernel kernel) throws LinuxError {
    ProgramLoader.Program program = program(kernel.files());
    int xlen = program.xlen();
    FdTable fds = new FdTable();
    HostInput in = new HostInput(input);
    fds.set(0, new StreamFile(in, terminalStreams[0] ? output : null, terminal(0)), false);
    fds.set(1, new StreamFile(terminalStreams[1] ? in : null, output, terminal(1)), false);
    fds.set(2, new StreamFile(terminalStreams[2] ? in : null, error, terminal(2)), false);
    GuestProcess process = new GuestProcess(kernel, xlen, fds, directory);
    if (terminal != null && (terminalStreams[0] || terminalStreams[1] || terminalStreams[2])) {
      Sessions.begin(process, terminal);
    }
    boolean unused = kernel.threadStarts();
    GuestThread thread = new GuestThread(process, process.pid());
    thread.setProgramName(program.name());
    try {
      ProgramLoader.load(process, thread.hart(), program);
    } catch (LinuxError e) {
      process.memory().close();
      throw e;
    }
    return thread;
  }

  /** Itself; the interpreter, which the guest's files must have, where it is a script. */
  private ProgramLoader.Program program(GuestFileSystem files) throws LinuxError {
    if (ProgramFile.isScript(elf)) {
      String name = arguments.isEmpty() ? path : arguments.getFirst();
      return ProgramFile.find(files, path, name, directory, arguments, environment);
    }
    int xlen = ProgramLoader.xlen(path, elf);
    return new ProgramLoader.Program(path, path, elf, arguments, environment, xlen);
  }

  private @Nullable Terminal terminal(int stream) {
    return terminalStreams[stream] ? terminal : null;
  }
}
