package dev.ferry.machine.linux;

import dev.ferry.machine.symbols.CrashReport;
import org.jspecify.annotations.Nullable;

/**
 * How a guest ended.
 *
 * @param kind what ended it
 * @param status exit status for {@link Kind#EXITED}, signal number for {@link Kind#SIGNALLED}
 * @param crash where and why a signal that the guest's own instruction raised happened, or null
 * @param retired instructions over all processes
 * @param message one line for the user where a limit or failure ended it, else empty
 */
public record Outcome(
    Kind kind, int status, @Nullable CrashReport crash, long retired, String message) {
  /** What ended a guest. */
  public enum Kind {
    EXITED,
    SIGNALLED,
    INSTRUCTION_LIMIT,
    TIME_LIMIT,
    MEMORY_LIMIT,
    /** {@code Machine.stop} was called. */
    STOPPED,
    /** A failure of the machine itself. */
    FAILED
  }

  /** The status a shell would see: 128+n for signal n, 124 for a limit, 125 for a failure. */
  public int exitStatus() {
    return switch (kind) {
      case EXITED -> status & 0xff;
      case SIGNALLED -> 128 + status;
      case INSTRUCTION_LIMIT, TIME_LIMIT, MEMORY_LIMIT -> 124;
      case STOPPED -> 130;
      case FAILED -> 125;
    };
  }
}
