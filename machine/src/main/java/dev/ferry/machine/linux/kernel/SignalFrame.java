package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.Hart;
import dev.ferry.machine.linux.abi.Ids;
import dev.ferry.machine.linux.abi.Signals;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a signal handler finds on the stack: struct rt_sigframe of Linux' arch/riscv, that is a
 * siginfo and a ucontext.
 */
public final class SignalFrame {
  private SignalFrame() {}

  private static final int SIGINFO = 128;

  // Offsets in ucontext, RV64.
  private static final int STACK = 16;
  private static final int MASK = 40;
  private static final int REGISTERS = 176;
  private static final int FLOATS = REGISTERS + 32 * 8;
  private static final int FCSR = FLOATS + 32 * 8;
  private static final int UCONTEXT = FLOATS + 528;
  private static final int SIZE = SIGINFO + UCONTEXT;

  static void push(GuestThread thread, Signals.Pending signal, Signals.Action action) {
    Hart h = thread.hart();
    boolean alternate =
        (action.flags() & Signals.SA_ONSTACK) != 0
            && (thread.alternateFlags & 2) == 0
            && !isOnAlternate(thread, h.x2);
    long top = alternate ? thread.alternateStack + thread.alternateSize : h.x2;
    long frame = (top - SIZE) & -16;
    ByteBuffer b = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    putInfo(b, signal);
    int uc = SIGINFO;
    b.putLong(uc + STACK, thread.alternateStack);
    b.putInt(uc + STACK + 8, isOnAlternate(thread, h.x2) ? 1 : thread.alternateFlags);
    b.putLong(uc + STACK + 16, thread.alternateSize);
    b.putLong(uc + MASK, thread.restoresMask ? thread.savedMask : thread.mask);
    b.putLong(uc + REGISTERS, h.pc);
    for (int i = 1; i < 32; i++) {
      b.putLong(uc + REGISTERS + 8 * i, h.x(i));
    }
    for (int i = 0; i < 32; i++) {
      b.putLong(uc + FLOATS + 8 * i, h.f(i));
    }
    b.putInt(uc + FCSR, h.fcsr());
    thread.memory().write(frame, b.array());
    h.x2 = frame;
    h.x10 = signal.signal();
    h.x11 = frame;
    h.x12 = frame + SIGINFO;
    h.x1 = thread.process().program().signalReturn;
    h.pc = action.handler();
    h.reservation = -1;
  }

  /** Whether a stack pointer is in the thread's stack for signal handlers. */
  public static boolean isOnAlternate(GuestThread thread, long sp) {
    return (thread.alternateFlags & 2) == 0
        && sp > thread.alternateStack
        && sp <= thread.alternateStack + thread.alternateSize;
  }

  /** Writes a struct siginfo. */
  public static void putInfo(ByteBuffer b, Signals.Pending signal) {
    b.putInt(0, signal.signal());
    b.putInt(8, signal.code());
    switch (signal.signal()) {
      case Signals.SIGSEGV, Signals.SIGBUS, Signals.SIGILL, Signals.SIGTRAP, Signals.SIGFPE ->
          b.putLong(16, signal.address());
      default -> {
        b.putInt(16, (int) signal.address());
        b.putInt(20, signal.code() == Signals.SI_TIMER ? 0 : Ids.USER);
        b.putLong(24, signal.value());
      }
    }
  }

  /** rt_sigreturn: the registers of the frame at sp come back. */
  public static void pop(GuestThread thread) {
    Hart h = thread.hart();
    GuestMemory memory = thread.memory();
    byte[] frame = memory.read(h.x2, SIZE);
    ByteBuffer b = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
    int uc = SIGINFO;
    thread.mask = GuestThread.withoutUnblockable(b.getLong(uc + MASK));
    h.pc = b.getLong(uc + REGISTERS);
    for (int i = 1; i < 32; i++) {
      h.setX(i, b.getLong(uc + REGISTERS + 8 * i));
    }
    for (int i = 0; i < 32; i++) {
      h.setF(i, b.getLong(uc + FLOATS + 8 * i));
    }
    h.setFcsr(b.getInt(uc + FCSR));
    h.reservation = -1;
    thread.keepRegisters();
  }
}
