package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.core.Hart;

/** Does what a guest asks the kernel for. */
@FunctionalInterface
public interface SystemCallTable {
  /**
   * Does the call whose number is in a7 and whose arguments are in a0 to a5.
   *
   * @param hart the thread's, behind its ecall
   * @return what a0 becomes: the result, or minus an error number
   */
  long call(GuestThread thread, Hart hart);
}
