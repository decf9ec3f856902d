package dev.ferry.machine.linux;

import dev.ferry.machine.observe.Observation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

<<<<<<< HEAD
/** What {@code ferry run} was asked for. Does not change: each {@code with} makes another. */
public final class RunOptions implements Cloneable {
  private final List<String> arguments;
  private Map<String, String> environment = Map.of();
  private boolean inheritEnvironment = true;
  private List<Grant> grants = List.of();
  private boolean grantDirectory = true;
  private Network network = Network.NONE;
  private Limits limits = Limits.DEFAULT;
  private boolean traceSystemCalls;
  private boolean interpretOnly;
  private List<Observation> observations = List.of();
  private Supplier<byte @Nullable []> debugImage = () -> null;

  private RunOptions(List<String> arguments) {
    this.arguments = List.copyOf(arguments);
  }

  /**
   * The working directory and the terminal, no limits.
   *
   * @param arguments argv with the program's name first
   */
  public static RunOptions of(List<String> arguments) {
    return new RunOptions(arguments);
  }

  private RunOptions copy() {
    try {
      return (RunOptions) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  public RunOptions withLimits(Limits value) {
    RunOptions copy = copy();
    copy.limits = value;
    return copy;
=======
/**
 * What {@code ferry run} was asked for.
 *
 * @param arguments argv with the program's name first
 * @param environment added to or replacing what the guest gets of the host's environment
 * @param inheritEnvironment whether the guest sees the host's environment
 * @param grants besides the working directory
 * @param grantDirectory whether the working directory is granted
 * @param network what of the host's network is granted
 * @param directory host directory that is the guest's working directory
 * @param traceSystemCalls whether calls are shown on standard error
 * @param execution what executes the guest
 * @param observations what is to be learned from each instruction; then nothing is translated
 */
public record RunOptions(
    List<String> arguments,
    Map<String, String> environment,
    boolean inheritEnvironment,
    List<Grant> grants,
    boolean grantDirectory,
    Network network,
    Path directory,
    Limits limits,
    boolean traceSystemCalls,
    Execution execution,
    List<Observation> observations) {

  /** What executes the guest. */
  public enum Execution {
    /** Translated code where it runs often, else the interpreter. */
    TRANSLATED,
    INTERPRETED,
    /** Translated code, all of which the interpreter repeats; differences end the run. */
    CHECKED
  }

  /** The working directory and the terminal, no limits. */
  public static RunOptions of(List<String> arguments) {
    return new RunOptions(
        List.copyOf(arguments),
        Map.of(),
        true,
        List.of(),
        true,
        Network.NONE,
        Path.of("").toAbsolutePath(),
        Limits.DEFAULT,
        false,
        Execution.TRANSLATED,
        List.of());
  }

  public RunOptions withLimits(Limits value) {
    return new RunOptions(
        arguments,
        environment,
        inheritEnvironment,
        grants,
        grantDirectory,
        network,
        directory,
        value,
        traceSystemCalls,
        execution,
        observations);
>>>>>>> 79f8d27 (ferry run --check-jit repeats translated code in the interpreter; regions of loops end with them)
  }

  /** Host directories besides the working directory. */
  public RunOptions withGrants(List<Grant> value) {
<<<<<<< HEAD
    RunOptions copy = copy();
    copy.grants = List.copyOf(value);
    return copy;
=======
    return new RunOptions(
        arguments,
        environment,
        inheritEnvironment,
        List.copyOf(value),
        grantDirectory,
        network,
        directory,
        limits,
        traceSystemCalls,
        execution,
        observations);
  }

  public RunOptions withEnvironment(Map<String, String> value, boolean inherit) {
    return new RunOptions(
        arguments,
        Map.copyOf(value),
        inherit,
        grants,
        grantDirectory,
        network,
        directory,
        limits,
        traceSystemCalls,
        execution,
        observations);
  }

  public RunOptions withNetwork(Network value) {
    return new RunOptions(
        arguments,
        environment,
        inheritEnvironment,
        grants,
        grantDirectory,
        value,
        directory,
        limits,
        traceSystemCalls,
        execution,
        observations);
>>>>>>> 79f8d27 (ferry run --check-jit repeats translated code in the interpreter; regions of loops end with them)
  }

  /** Without the working directory. */
  public RunOptions withoutDirectory() {
<<<<<<< HEAD
    RunOptions copy = copy();
    copy.grantDirectory = false;
    return copy;
=======
    return new RunOptions(
        arguments,
        environment,
        inheritEnvironment,
        grants,
        false,
        network,
        directory,
        limits,
        traceSystemCalls,
        execution,
        observations);
>>>>>>> 79f8d27 (ferry run --check-jit repeats translated code in the interpreter; regions of loops end with them)
  }

  /** What of the host's network is granted. */
  public RunOptions withNetwork(Network value) {
    RunOptions copy = copy();
    copy.network = value;
    return copy;
  }

  /**
   * @param value added to or replacing what the guest gets of the host's environment
   * @param inherit whether the guest sees the host's environment
   */
  public RunOptions withEnvironment(Map<String, String> value, boolean inherit) {
    RunOptions copy = copy();
    copy.environment = Map.copyOf(value);
    copy.inheritEnvironment = inherit;
    return copy;
  }

  /** Whether system calls are shown on standard error. */
  public RunOptions withTrace(boolean value) {
<<<<<<< HEAD
    RunOptions copy = copy();
    copy.traceSystemCalls = value;
    return copy;
  }

  /** Whether translation is off. */
  public RunOptions withInterpretOnly(boolean value) {
    RunOptions copy = copy();
    copy.interpretOnly = value;
    return copy;
=======
    return new RunOptions(
        arguments,
        environment,
        inheritEnvironment,
        grants,
        grantDirectory,
        network,
        directory,
        limits,
        value,
        execution,
        observations);
  }

  public RunOptions withExecution(Execution value) {
    return new RunOptions(
        arguments,
        environment,
        inheritEnvironment,
        grants,
        grantDirectory,
        network,
        directory,
        limits,
        traceSystemCalls,
        value,
        observations);
>>>>>>> 79f8d27 (ferry run --check-jit repeats translated code in the interpreter; regions of loops end with them)
  }

  /** What is to be learned from each instruction; then nothing is translated. */
  public RunOptions withObservations(List<Observation> value) {
<<<<<<< HEAD
    RunOptions copy = copy();
    copy.observations = List.copyOf(value);
    return copy;
  }

  /**
   * Where to get the same program with debug information; asked only if the guest crashes. Null
   * where there is none.
   */
  public RunOptions withDebugImage(Supplier<byte @Nullable []> value) {
    RunOptions copy = copy();
    copy.debugImage = value;
    return copy;
  }

  public List<String> arguments() {
    return arguments;
  }

  public Map<String, String> environment() {
    return environment;
  }

  public boolean inheritEnvironment() {
    return inheritEnvironment;
  }

  public List<Grant> grants() {
    return grants;
  }

  public boolean grantDirectory() {
    return grantDirectory;
  }

  public Network network() {
    return network;
  }

  /** The host directory that is the guest's working directory. */
  public Path directory() {
    return Path.of("").toAbsolutePath();
  }

  public Limits limits() {
    return limits;
  }

  public boolean traceSystemCalls() {
    return traceSystemCalls;
  }

  public boolean interpretOnly() {
    return interpretOnly;
  }

  public List<Observation> observations() {
    return observations;
  }

  public Supplier<byte @Nullable []> debugImage() {
    return debugImage;
=======
    return new RunOptions(
        arguments,
        environment,
        inheritEnvironment,
        grants,
        grantDirectory,
        network,
        directory,
        limits,
        traceSystemCalls,
        execution,
        List.copyOf(value));
>>>>>>> 79f8d27 (ferry run --check-jit repeats translated code in the interpreter; regions of loops end with them)
  }
}
