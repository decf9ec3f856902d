package dev.ferry.machine.jit;

import dev.ferry.isa.Decoded;
import dev.ferry.isa.Decoder;
import dev.ferry.machine.core.Dispatcher;
import dev.ferry.machine.core.Engine;
import dev.ferry.machine.core.GuestTrap;
import dev.ferry.machine.core.Hart;
import dev.ferry.machine.interpreter.Interpreter;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Runs each region twice from the same state. Translated code goes first and reports its stores,
 * which are taken back; then the interpreter executes as many instructions, one by one. Registers,
 * flags, the next address, the sequence of stores and memory have to agree. The interpreter's
 * outcome is what the guest sees.
 *
 * <p>In this mode regions call nothing: calls, system calls and atomics end them. What another
 * thread of the guest writes would be taken for a difference, so with several threads the
 * interpreter runs alone.
 */
final class CheckedEngine extends Dispatcher implements Engine {
  /** Instructions of a region between its start and its next loop header at the latest. */
  private static final long TURN = 20_000;

  /** Instructions shown of a run that differs. */
  private static final int SHOWN = 16;

  private final JitCode code;
  private final Interpreter interpreter;
  private final Decoder decoder;
  private final CheckReport report;
  private final StoreLog stores = new StoreLog();
  private final ArrayDeque<Long> path = new ArrayDeque<>();

  CheckedEngine(JitCode code, CheckReport report, int xlen) {
    this.code = code;
    this.interpreter = new Interpreter(code.cache());
    this.decoder = Decoder.all(xlen);
    this.report = report;
  }

  @Override
  public Stop run(Hart h, long budget) {
    long end = h.retired + budget;
    h.dispatcher = this;
    while (!h.interrupted && h.retired < end) {
      Translated region = code.isShared() ? null : code.translations().find(h.pc);
      if (region != null && h.retired + region.size <= end && check(h, region, end)) {
        continue;
      }
      boolean stops = region == null && !code.isShared();
      long turn = stops ? end - h.retired : Math.min(TURN, end - h.retired);
      switch (interpreter.run(h, region == null ? turn : 1, stops, -1)) {
        case BUDGET, TRANSLATED, RETURNED -> {}
        case SYSTEM_CALL -> {
          return Stop.SYSTEM_CALL;
        }
        case BREAKPOINT -> {
          return Stop.BREAKPOINT;
        }
        case FENCE_I -> code.cache().fence(h);
      }
    }
    return Stop.BUDGET;
  }

  /** Regions are short here. */
  @Override
  public void interrupt() {}

  @Override
  public void stores(Hart h, long address, int size) {
    stores.add(h.memory(), address, size);
  }

  /**
   * Runs a region both ways.
   *
   * @return false where translated code got nowhere; then nothing has changed
   */
  boolean check(Hart h, Translated region, long end) {
    code.beforeRun(h);
    Hart before = copy(h);
    long start = h.retired;
    stores.clear();
    h.stopAt = Math.min(end, start + TURN + region.size);
    GuestTrap trap = null;
    try {
      h.pc = region.run(h, 0) & -2;
    } catch (GuestTrap e) {
      trap = e;
    }
    long count = h.retired - start;
    Hart after = copy(h);
    stores.undo(h.memory());
    h.copyRegisters(before);
    h.retired = start;
    replay(h, region, count);
    compare(h, after, region, count);
    if (trap != null) {
      compareTrap(h, region, trap);
    }
    report.checked(count);
    return count > 0;
  }

  private static Hart copy(Hart h) {
    Hart copy = new Hart(h.memory(), h.xlen());
    copy.copyRegisters(h);
    copy.retired = h.retired;
    return copy;
  }

  // ---- the interpreter's turn --------------------------------------------------------------

  private void replay(Hart h, Translated region, long count) {
    path.clear();
    Decoded d = new Decoded();
    int made = 0;
    for (long i = 0; i < count; i++) {
      if (path.size() == SHOWN) {
        path.removeFirst();
      }
      path.add(h.pc);
      int size = decoder.decode(code.cache().word(h.pc), d) ? storeSize(d) : 0;
      if (size != 0) {
        compareStore(h, region, made++, h.get(d.rs1) + d.imm & h.addressMask, size);
      }
      long pc = h.pc;
      try {
        interpreter.run(h, 1, false, -1);
      } catch (GuestTrap e) {
        throw differs(region, i, "the instruction at " + hex(pc) + " traps: " + e.cause());
      }
    }
    if (made != stores.count()) {
      long address = stores.address(made);
      throw differs(region, count, "translated code stores to " + hex(address) + " as well");
    }
  }

  private static int storeSize(Decoded d) {
    return switch (d.opcode) {
      case SB -> 1;
      case SH, FSH -> 2;
      case SW, FSW -> 4;
      case SD, FSD -> 8;
      default -> 0;
    };
  }

  private void compareStore(Hart h, Translated region, int at, long address, int size) {
    if (at >= stores.count()) {
      throw differs(region, at, "translated code does not store to " + hex(address));
    }
    if (stores.address(at) != address || stores.size(at) != size) {
      String wrong = stores.size(at) + " bytes to " + hex(stores.address(at));
      String right = size + " bytes to " + hex(address);
      throw differs(region, at, "translated code stores " + wrong + " instead of " + right);
    }
  }

  // ---- comparison --------------------------------------------------------------------------

  private void compare(Hart h, Hart after, Translated region, long count) {
    for (int r = 1; r <= Hart.F0 + 31; r++) {
      if (r != Hart.SINK && h.get(r) != after.get(r)) {
        String name = r < Hart.F0 ? "x" + r : "f" + (r - Hart.F0);
        throw differs(region, count, name + " is " + values(after.get(r), h.get(r)));
      }
    }
    if (h.pc != after.pc) {
      throw differs(region, count, "pc is " + values(after.pc, h.pc));
    }
    if (h.fcsr() != after.fcsr()) {
      throw differs(region, count, "fcsr is " + values(after.fcsr(), h.fcsr()));
    }
    int store = stores.firstDifference(h.memory());
    if (store >= 0) {
      throw differs(region, count, "memory differs at " + hex(stores.address(store)));
    }
  }

  private void compareTrap(Hart h, Translated region, GuestTrap trap) {
    GuestTrap own = null;
    try {
      interpreter.run(h, 1, false, -1);
    } catch (GuestTrap e) {
      own = e;
    }
    if (own == null || own.cause() != trap.cause() || own.value() != trap.value()) {
      throw differs(region, 0, "only translated code traps: " + trap.cause());
    }
    throw own;
  }

  private static String values(long translated, long interpreted) {
    return hex(translated) + " and should be " + hex(interpreted);
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }

  private IllegalStateException differs(Translated region, long count, String what) {
    StringBuilder text = new StringBuilder("translated code of ").append(hex(region.pc));
    text.append(", after ").append(count).append(" instructions: ").append(what);
    text.append("; last instructions:");
    for (long pc : path) {
      text.append(' ').append(hex(pc)).append(' ').append(name(pc)).append(',');
    }
    text.setLength(text.length() - 1);
    return new IllegalStateException(text.toString());
  }

  private @Nullable String name(long pc) {
    Decoded d = new Decoded();
    return decoder.decode(code.cache().word(pc), d) ? d.opcode.mnemonic() : "?";
  }

  // ---- calls that regions do not make in this mode -----------------------------------------

  @Override
  public long call(Hart h, long pc, long ret, int depth) {
    throw new IllegalStateException("a checked region calls " + hex(pc));
  }

  @Override
  public void systemCall(Hart h) {
    throw new IllegalStateException("a checked region makes a system call");
  }
}
