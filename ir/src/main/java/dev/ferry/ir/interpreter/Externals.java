package dev.ferry.ir.interpreter;

/** Functions that the interpreted modules call and do not define. */
public interface Externals {
  /** Whether {@link #call} knows the function. */
  boolean knows(String name);

  /**
   * Performs a call.
   *
   * @param args scalars as the interpreter keeps them (integers sign-extended, floats as bits);
   *     aggregates as addresses
   * @param named how many of them are named parameters
   * @return the scalar result; ignored for void
   */
  long call(String name, long[] args, int named, Guest guest);

  /** What an external function may do to the running program. */
  interface Guest {
    Memory memory();

    /** Room on the heap, or 0. */
    long allocate(long size);

    /** Calls a guest function through its address. */
    long callFunction(long address, long... args);

    /** Writes to the program's standard output. */
    void write(byte[] bytes);

    /** One byte of standard input, or -1. */
    int read();
  }
}
