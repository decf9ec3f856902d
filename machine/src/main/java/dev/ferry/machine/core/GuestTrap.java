package dev.ferry.machine.core;

/**
 * A synchronous exception of the guest (Privileged Architecture, table of causes). Carries no Java
 * stack trace: throwing one is part of normal running, since guests handle signals.
 */
public final class GuestTrap extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What went wrong. */
  public enum Cause {
    /** The page may not be read, or is not mapped. */
    LOAD_FAULT,
    /** The page may not be written, or is not mapped. */
    STORE_FAULT,
    /** The page may not be executed, or is not mapped. */
    FETCH_FAULT,
    /** An atomic access whose address is not a multiple of its size. */
    MISALIGNED_ATOMIC,
    /** The page is mapped from behind the end of its file. */
    FILE_END,
    /** No instruction, or one this machine does not have. */
    ILLEGAL_INSTRUCTION,
    /** {@code ebreak}. */
    BREAKPOINT,
    /** {@code ecall}. */
    SYSTEM_CALL,
    /** An access that a debugger watches; nothing has been read or written. */
    WATCHPOINT,
    /** The page may be touched, but the guest's memory limit is used up. */
    OUT_OF_MEMORY
  }

  private final Cause cause;
  private final long value;

  /**
   * @param value the faulting address, or the instruction's bits for an illegal instruction
   */
  public GuestTrap(Cause cause, long value) {
    super(null, null, false, false);
    this.cause = cause;
    this.value = value;
  }

  /** What went wrong. */
  public Cause cause() {
    return cause;
  }

  /** The faulting address, or the instruction's bits for an illegal instruction. */
  public long value() {
    return value;
  }

  @Override
  public String getMessage() {
    return cause + " 0x" + Long.toHexString(value);
  }
}
