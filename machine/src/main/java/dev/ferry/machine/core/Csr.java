package dev.ferry.machine.core;

import dev.ferry.machine.core.GuestTrap.Cause;

/** Control and status registers that a user program reaches (chapters "Zicsr", "Zicntr", "F"). */
public final class Csr {
  private Csr() {}

  private static final int FFLAGS = 0x001;
  private static final int FRM = 0x002;
  private static final int FCSR = 0x003;
  private static final int CYCLE = 0xc00;
  private static final int TIME = 0xc01;
  private static final int INSTRET = 0xc02;
  private static final int CYCLEH = 0xc80;
  private static final int TIMEH = 0xc81;
  private static final int INSTRETH = 0xc82;

  /** Nanoseconds of a tick of the {@code time} register: 10 MHz. */
  private static final long TICK = 100;

  /** Reads a register; {@code h.retired} must be up to date. */
  public static long read(Hart h, int csr) {
    long value =
        switch (csr) {
          case FFLAGS -> h.fflags;
          case FRM -> h.frm;
          case FCSR -> h.fcsr();
          case CYCLE, INSTRET -> h.retired;
          case TIME -> System.nanoTime() / TICK;
          case CYCLEH, INSTRETH -> upper(h, csr, h.retired);
          case TIMEH -> upper(h, csr, System.nanoTime() / TICK);
          default -> throw illegal(csr);
        };
    return h.xlen() == 32 ? (int) value : value;
  }

  private static long upper(Hart h, int csr, long value) {
    if (h.xlen() != 32) {
      throw illegal(csr);
    }
    return value >> 32;
  }

  private static void write(Hart h, int csr, long value) {
    switch (csr) {
      case FFLAGS -> h.fflags = (int) value & 31;
      case FRM -> h.frm = (int) value & 7;
      case FCSR -> h.setFcsr((int) value);
      default -> throw illegal(csr);
    }
  }

  private static GuestTrap illegal(int csr) {
    return new GuestTrap(Cause.ILLEGAL_INSTRUCTION, csr);
  }

  public static long swap(Hart h, int csr, long value) {
    long old = read(h, csr);
    write(h, csr, value);
    return old;
  }

  /** Sets bits and gives the old value; with {@code writes} false only reads. */
  public static long set(Hart h, int csr, long bits, boolean writes) {
    long old = read(h, csr);
    if (writes) {
      write(h, csr, old | bits);
    }
    return old;
  }

  /** Clears bits and gives the old value; with {@code writes} false only reads. */
  public static long clear(Hart h, int csr, long bits, boolean writes) {
    long old = read(h, csr);
    if (writes) {
      write(h, csr, old & ~bits);
    }
    return old;
  }
}
