package dev.ferry.base;

import org.jspecify.annotations.Nullable;

/**
 * A bug in Ferry itself, never the user's fault: carries the stage and the function it happened in,
 * so that the driver can print a report with a way to reproduce it.
 */
public final class InternalCompilerError extends RuntimeException {
  private final String stage;
  private final @Nullable String function;

  public InternalCompilerError(String stage, @Nullable String function, String message) {
    super(message);
    this.stage = stage;
    this.function = function;
  }

  public InternalCompilerError(String stage, @Nullable String function, Throwable cause) {
    super(cause.toString(), cause);
    this.stage = stage;
    this.function = function;
  }

  /** The stage or pass that failed, such as {@code parse} or {@code opt.gvn}. */
  public String stage() {
    return stage;
  }

  /** The function being compiled, or null outside functions. */
  public @Nullable String function() {
    return function;
  }
}
