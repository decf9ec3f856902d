package dev.ferry.driver.debug;

import dev.ferry.driver.Console;
import dev.ferry.driver.cc.UsageException;
import dev.ferry.driver.run.ProgramRunner;
import dev.ferry.machine.LinuxRunner;
import dev.ferry.machine.RunOptions;
import dev.ferry.machine.debug.Debuggee;
import dev.ferry.machine.debug.StopReason;
import dev.ferry.machine.gdb.GdbServer;
import dev.ferry.machine.linux.abi.LinuxError;
import java.io.IOException;

/** {@code --gdb PORT}: the program waits for gdb and does what that says. */
public final class GdbRunner implements ProgramRunner {
  private static final int KILLED = 137;
  private static final int CANNOT_EXECUTE = 126;
  private static final int INTERRUPTED = 130;

  private final Console console;
  private final int port;

  private GdbRunner(Console console, int port) {
    this.console = console;
    this.port = port;
  }

  /**
   * @param text a port number, with or without a colon before it; 0 for any free port
   */
  public static GdbRunner onPort(Console console, String text) throws UsageException {
    String digits = text.substring(text.lastIndexOf(':') + 1);
    try {
      int port = Integer.parseInt(digits);
      if (port >= 0 && port <= 0xffff) {
        return new GdbRunner(console, port);
      }
    } catch (NumberFormatException e) {
      // The message below says it.
    }
    throw new UsageException("--gdb wants a port number, not ‘" + text + "’");
  }

  @Override
  public boolean wantsDebugInformation() {
    return true;
  }

  @Override
  public int run(String path, byte[] image, RunOptions options) throws IOException {
    try (Debuggee program = LinuxRunner.builder(path, image, options, console.err()).debug()) {
      StopReason last = GdbServer.serve(program, port, this::announce);
      if (last instanceof StopReason.Ended ended) {
        LinuxRunner.report(ended.outcome(), console.err());
        return ended.outcome().exitStatus();
      }
      return KILLED;
    } catch (LinuxError e) {
      console.err().println("ferry: cannot execute " + path + ": " + LinuxRunner.explain(e));
      return CANNOT_EXECUTE;
    } catch (InterruptedException e) {
      return INTERRUPTED;
    }
  }

  private void announce(int bound) {
    console.err().println("ferry: waiting for gdb: target remote localhost:" + bound);
  }
}
