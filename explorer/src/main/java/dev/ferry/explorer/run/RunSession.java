package dev.ferry.explorer.run;

import dev.ferry.machine.Machine;
import dev.ferry.machine.core.EngineFactory;
import dev.ferry.machine.linux.Limits;
import dev.ferry.machine.linux.Outcome;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of a program: without files, without environment, on a terminal that is the page. */
public final class RunSession {
  /** Bytes of output after which a program is stopped. */
  private static final long MAX_OUTPUT = 4L << 20;

  private static final long HEARTBEAT_MILLISECONDS = 1000;

  private final String id;
  private final RunEvents events;
  private final KeyboardInput input = new KeyboardInput();
  private volatile @Nullable Machine machine;
  private volatile boolean stopped;
  private long written;

  RunSession(String id, RunEvents events) {
    this.id = id;
    this.events = events;
  }

  /** Runs to the end, which it tells. */
  void run(byte[] image, List<String> arguments, EngineFactory engines, Limits limits)
      throws IOException {
    List<String> argv = new ArrayList<>();
    argv.add("prog");
    argv.addAll(arguments);
    long start = System.nanoTime();
    try {
      Machine built =
          Machine.builder(image)
              .path("/prog")
              .arguments(argv)
              .input(input)
              .output(new Output(1))
              .error(new Output(2))
              .terminal(new Terminal(24, 80), true, true, true)
              .limits(limits)
              .engines(engines)
              .build();
      machine = built;
      events.started(id);
      Thread heart = Thread.ofVirtual().start(this::beat);
      try {
        if (!stopped) {
          Outcome outcome = built.run();
          events.ended(outcome, System.nanoTime() - start, wroteTooMuch());
        }
      } finally {
        heart.interrupt();
      }
    } catch (LinuxError e) {
      throw new IOException("the program cannot be started: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      input.end();
    }
  }

  /** A page that went away is noticed when something is sent to it. */
  private void beat() {
    try {
      while (!stopped) {
        Thread.sleep(HEARTBEAT_MILLISECONDS);
        events.silence();
      }
    } catch (InterruptedException e) {
      // The program has ended.
    } catch (IOException e) {
      stop();
    }
  }

  /** What the user typed. */
  public void type(byte[] bytes) {
    input.type(bytes);
  }

  /** The user ended the input. */
  public void endInput() {
    input.end();
  }

  /** Ends the program. */
  public void stop() {
    stopped = true;
    input.end();
    Machine running = machine;
    if (running != null) {
      running.stop();
    }
  }

  private final class Output extends OutputStream {
    private final int stream;

    Output(int stream) {
      this.stream = stream;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      synchronized (RunSession.this) {
        written += length;
        if (written > MAX_OUTPUT) {
          stop();
          throw new IOException("too much output");
        }
      }
      try {
        events.wrote(stream, Arrays.copyOfRange(bytes, offset, offset + length));
      } catch (IOException e) {
        stop();
        throw e;
      }
    }
  }

  private synchronized boolean wroteTooMuch() {
    return written > MAX_OUTPUT;
  }
}
