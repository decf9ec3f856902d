package dev.ferry.driver.debug;

import dev.ferry.driver.Console;
import dev.ferry.driver.run.ProgramRunner;
import dev.ferry.machine.LinuxRunner;
import dev.ferry.machine.Machine;
import dev.ferry.machine.RunOptions;
import dev.ferry.machine.debug.Debuggee;
import dev.ferry.machine.debug.StopReason;
import dev.ferry.machine.linux.abi.LinuxError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * {@code ferry debug}: the debugger in the terminal. Commands come from standard input; where that
 * is no terminal they are a script, and the program reads nothing.
 */
public final class DebugRunner implements ProgramRunner {
  private static final int CANNOT_EXECUTE = 126;
  private static final int INTERRUPTED = 130;

  private final Console console;

  public DebugRunner(Console console) {
    this.console = console;
  }

  @Override
  public boolean wantsDebugInformation() {
    return true;
  }

  @Override
  public int run(String path, byte[] image, RunOptions options) throws IOException {
    boolean interactive = System.console() != null && console.in() == System.in;
    Machine.Builder builder = LinuxRunner.builder(path, image, options, console.err());
    if (!interactive) {
      builder.input(InputStream.nullInputStream());
    }
    // The program writes past this process' own buffers: what was printed before must be out.
    builder.output(new Flushed(console.out()));
    try (Debuggee program = builder.debug()) {
      BufferedReader commands =
          new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
      Terminal terminal = new Terminal(console, program, commands, interactive);
      StopReason last;
      if (interactive) {
        try (InterruptKey _ = new InterruptKey(program::interrupt)) {
          last = terminal.run();
        }
      } else {
        last = terminal.run();
      }
      return last instanceof StopReason.Ended ended ? ended.outcome().exitStatus() : 0;
    } catch (LinuxError e) {
      console.err().println("ferry: cannot execute " + path + ": " + LinuxRunner.explain(e));
      return CANNOT_EXECUTE;
    } catch (InterruptedException e) {
      return INTERRUPTED;
    }
  }

  /** The program's output in order with the debugger's. */
  private static final class Flushed extends java.io.FilterOutputStream {
    Flushed(java.io.OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      out.flush();
    }
  }
}
