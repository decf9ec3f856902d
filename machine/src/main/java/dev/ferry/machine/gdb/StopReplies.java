package dev.ferry.machine.gdb;

import dev.ferry.machine.debug.Debuggee;
import dev.ferry.machine.debug.StopReason;
import dev.ferry.machine.debug.Watchpoint;
import dev.ferry.machine.linux.Outcome;
import dev.ferry.machine.linux.abi.Signals;

/** Stop reply packets (appendix E.3). */
final class StopReplies {
  private static final int SIGTRAP = 5;
  private static final int SIGINT = 2;

  /** gdb's own number of SIGBUS. */
  private static final int GDB_SIGBUS = 10;

  private final Debuggee program;

  StopReplies(Debuggee program) {
    this.program = program;
  }

  String of(StopReason reason) {
    return switch (reason) {
      case StopReason.Started _, StopReason.Stepped _, StopReason.Exiting _ -> stop(SIGTRAP, "");
      case StopReason.AtBreakpoint _ -> stop(SIGTRAP, "swbreak:;");
      case StopReason.AtWatchpoint at ->
          stop(SIGTRAP, kind(at.watchpoint().kind()) + hex(at.watchpoint().address()) + ";");
      case StopReason.Signalled at -> stop(gdbSignal(at.signal()), "");
      case StopReason.Interrupted _ -> stop(SIGINT, "");
      case StopReason.AtStartOfHistory _ -> stop(SIGTRAP, "replaylog:begin;");
      case StopReason.Ended end -> end(end.outcome());
    };
  }

  private String stop(int signal, String why) {
    return "T" + Hex.ofByte(signal) + why + "thread:" + hex(program.selectedThread()) + ";";
  }

  private static String kind(Watchpoint.Kind kind) {
    return switch (kind) {
      case WRITE -> "watch:";
      case READ -> "rwatch:";
      case ACCESS -> "awatch:";
    };
  }

  private static String end(Outcome outcome) {
    return outcome.kind() == Outcome.Kind.SIGNALLED
        ? "X" + Hex.ofByte(gdbSignal(outcome.status()))
        : "W" + Hex.ofByte(outcome.exitStatus());
  }

  private static int gdbSignal(int signal) {
    return signal == Signals.SIGBUS ? GDB_SIGBUS : signal;
  }

  private static String hex(long value) {
    return Long.toHexString(value);
  }
}
