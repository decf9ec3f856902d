package dev.ferry.testkit;

import dev.ferry.driver.Console;
import dev.ferry.driver.cc.CcCommandLine;
import dev.ferry.driver.cc.CcDriver;
import dev.ferry.driver.cc.UsageException;
import dev.ferry.machine.Machine;
import dev.ferry.machine.linux.Grant;
import dev.ferry.machine.linux.Limits;
import dev.ferry.machine.linux.Outcome;
import dev.ferry.machine.linux.abi.LinuxError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compiles and runs programs in this process, everything captured. */
public final class Workbench {
  private final Path directory;
  private final List<Grant> grants = new ArrayList<>();

  /**
   * @param directory the working directory of the tools; never of the guest
   */
  public Workbench(Path directory) {
    this.directory = directory;
  }

  /** Lets guests see more than the working directory, which is their {@code /work}. */
  public Workbench grant(Grant grant) {
    grants.add(grant);
    return this;
  }

  /** What a compiler call gave. */
  public record Compiled(int status, byte @Nullable [] image, String messages) {
    public byte[] requireImage() {
      byte[] result = image;
      if (result == null) {
        throw new AssertionError("does not compile:\n" + messages);
      }
      return result;
    }
  }

  /** What a run gave. */
  public record Run(Outcome outcome, String output, String error) {
    public int status() {
      return outcome.exitStatus();
    }
  }

  /** Compiles and links in memory; {@code line} is a compiler command line. */
  public Compiled compile(List<String> line) {
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    CcDriver driver = new CcDriver(console(messages));
    try {
      byte[] image = driver.image(CcCommandLine.parse(line, directory));
      return new Compiled(driver.status(), image, messages.toString(StandardCharsets.UTF_8));
    } catch (UsageException e) {
      return new Compiled(1, null, String.valueOf(e.getMessage()));
    }
  }

  /** Runs a compiler command line as it is; output goes to files or is returned. */
  public Compiled cc(List<String> line) {
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    int status = new CcDriver(console(messages)).run(line);
    return new Compiled(status, null, messages.toString(StandardCharsets.UTF_8));
  }

  private Console console(ByteArrayOutputStream messages) {
    PrintStream stream = new PrintStream(messages, true, StandardCharsets.UTF_8);
    return new Console(InputStream.nullInputStream(), stream, stream, directory, Map.of(), false);
  }

  /** Runs an executable in a sandbox with limits. */
  public Run run(byte[] image, Limits limits, String input, String... arguments)
      throws InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      Machine.Builder builder =
          Machine.builder(image)
              .path("/work/program")
              .arguments(arguments.length == 0 ? new String[] {"program"} : arguments)
              .environment(List.of())
              .directory("/work")
              .grant(new Grant(directory, "/work", false))
              .grant(new Grant(directory, "/tmp", false))
              .input(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)))
              .output(out)
              .error(err)
              .limits(limits);
      grants.forEach(builder::grant);
      Outcome outcome = builder.build().run();
      return new Run(
          outcome, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } catch (LinuxError e) {
      throw new AssertionError("cannot start", e);
    }
  }
}
