package dev.ferry.machine;

import dev.ferry.machine.linux.Grant;
import dev.ferry.machine.linux.Limits;
import dev.ferry.machine.linux.Network;
import dev.ferry.machine.observe.Observation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What {@code ferry run} was asked for. Does not change: each {@code with} makes another. */
public final class RunOptions implements Cloneable {
  /** What executes the guest. */
  public enum Execution {
    /** Translated code where it runs often, else the interpreter. */
    TRANSLATED,
    INTERPRETED,
    /** Translated code, all of which the interpreter repeats; differences end the run. */
    CHECKED
  }

  private final List<String> arguments;
  private Map<String, String> environment = Map.of();
  private boolean inheritEnvironment = true;
  private List<Grant> grants = List.of();
  private boolean grantDirectory = true;
  private Network network = Network.NONE;
  private Limits limits = Limits.DEFAULT;
  private boolean traceSystemCalls;
  private Execution execution = Execution.TRANSLATED;
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
  }

  /** Host directories besides the working directory. */
  public RunOptions withGrants(List<Grant> value) {
    RunOptions copy = copy();
    copy.grants = List.copyOf(value);
    return copy;
  }

  /** Without the working directory. */
  public RunOptions withoutDirectory() {
    RunOptions copy = copy();
    copy.grantDirectory = false;
    return copy;
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
    RunOptions copy = copy();
    copy.traceSystemCalls = value;
    return copy;
  }

  /** What executes the guest. */
  public RunOptions withExecution(Execution value) {
    RunOptions copy = copy();
    copy.execution = value;
    return copy;
  }

  /** What is to be learned from each instruction; then nothing is translated. */
  public RunOptions withObservations(List<Observation> value) {
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

  public Execution execution() {
    return execution;
  }

  public List<Observation> observations() {
    return observations;
  }

  public Supplier<byte @Nullable []> debugImage() {
    return debugImage;
  }
}
