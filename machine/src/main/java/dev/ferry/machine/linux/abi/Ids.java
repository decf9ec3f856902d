package dev.ferry.machine.linux.abi;

/** Who everybody in a guest is. */
public final class Ids {
  private Ids() {}

  /** User and group of every process. */
  public static final int USER = 1000;

  /** Parent of those without one: a process that is not the guest's to signal. */
  public static final int INIT = 1;
}
