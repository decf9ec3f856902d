package dev.ferry.machine.core;

/** Makes the system call that a hart's registers ask for. */
public interface SystemCallHandler {
  /**
   * @return whether the hart goes on behind the ecall; if not, its engine must come back
   */
  boolean systemCall(Hart h);
}
