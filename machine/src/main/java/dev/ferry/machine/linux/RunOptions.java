package dev.ferry.machine.linux;

import dev.ferry.machine.observe.Observation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
 * @param interpretOnly whether translation is off
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
    boolean interpretOnly,
    List<Observation> observations) {

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
        false,
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
        interpretOnly,
        observations);
  }

  public RunOptions withGrants(List<Grant> value) {
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
        interpretOnly,
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
        interpretOnly,
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
        interpretOnly,
        observations);
  }

  public RunOptions withoutDirectory() {
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
        interpretOnly,
        observations);
  }

  public RunOptions withTrace(boolean value) {
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
        interpretOnly,
        observations);
  }

  public RunOptions withInterpretOnly(boolean value) {
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
  }

  public RunOptions withObservations(List<Observation> value) {
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
        interpretOnly,
        List.copyOf(value));
  }
}
