package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.symbols.SymbolMap;

/** What {@link ProgramLoader} has put into an address space, and where. */
public final class LoadedProgram {
  /** Where the heap begins: behind the program's last segment. */
  public long heapStart;

  /** Where the heap ends, as brk has set it; guarded by the process. */
  public long heapEnd;

  /** Address behind the main thread's stack. */
  public long stackTop;

  /** Lowest address that the main thread's stack may take. */
  long stackLimit;

  /** Address of the instructions that return from a signal handler. */
  long signalReturn;

  /** Of the program and its dynamic loader. */
  SymbolMap symbols = new SymbolMap();

  /** Guest path of the program. */
  public String executable = "";

  /** The auxiliary vector, as it is on the first stack. */
  public byte[] auxiliary = {};

  /** Where the arguments lie on the first stack, a zero behind each. */
  public long argumentsAt;

  /** Where the environment begins there, behind the arguments. */
  public long environmentAt;

  /** Where it ends. */
  public long environmentEnd;

  /** A child has got a copy of the address space of this. */
  void copyFrom(LoadedProgram parent) {
    heapStart = parent.heapStart;
    heapEnd = parent.heapEnd;
    stackTop = parent.stackTop;
    stackLimit = parent.stackLimit;
    signalReturn = parent.signalReturn;
    symbols = parent.symbols;
    executable = parent.executable;
    auxiliary = parent.auxiliary;
    argumentsAt = parent.argumentsAt;
    environmentAt = parent.environmentAt;
    environmentEnd = parent.environmentEnd;
  }
}
