package dev.ferry.machine.timing;

import dev.ferry.isa.Registers;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Delays in words. */
final class StallText {
  private StallText() {}

  /** The ABI name of a register 0 to 63. */
  static String register(int number) {
    return number < 32 ? Registers.x(number) : Registers.f(number - 32);
  }

  static String data(
      Operation op,
      int source,
      @Nullable Operation from,
      long cycles,
      PipelineConfig config,
      boolean early) {
    String name = register(source);
    String writer = from == null ? "" : from.text();
    String text = name + " of ‘" + writer + "’ is needed " + cycles(cycles) + " too early: ";
    if (!config.hazardDetection) {
      return text + "nothing waits for it, the old value is read";
    }
    if (!config.forwarding) {
      return text + "wait until it is written back";
    }
    if (from != null && from.kind.isLoad()) {
      return text + "load-use stall";
    }
    return text + (early ? "the branch compares in ID" : "wait until it is computed");
  }

  static String cycles(long count) {
    return count == 1 ? "one cycle" : count + " cycles";
  }

  static String of(StallCause cause, int cycles) {
    return switch (cause) {
      case CONTROL -> "fetched " + cycles(cycles) + " late: the address was not known before";
      case STRUCTURAL -> "waits " + cycles(cycles) + ": the memory port is busy with data";
      case LONG_OPERATION -> "takes " + cycles(cycles) + " more in EX";
      case INSTRUCTION_CACHE -> "instruction cache miss: " + cycles(cycles) + " more in IF";
      case DATA_CACHE -> "data cache miss: " + cycles(cycles) + " more in MEM";
      case LOAD_USE, DATA, BRANCH_OPERAND -> cause.text();
    };
  }

  static String flush(Operation op, long actual, long predicted, PipelineConfig config) {
    String stage =
        op.kind == OperationKind.JUMP ? "ID" : config.branchStage.name().toUpperCase(Locale.ROOT);
    String where =
        actual == op.next() ? "goes on behind it" : "goes to 0x" + Long.toHexString(actual);
    String guess =
        predicted == op.next() ? "the next instruction" : "0x" + Long.toHexString(predicted);
    return "‘"
        + op.text()
        + "’ "
        + where
        + ", known in "
        + stage
        + "; "
        + guess
        + " was fetched instead";
  }
}
