package dev.ferry.binutils.asm;

/** A statement or operand that cannot be assembled; the message is meant for the user. */
public final class AssemblyException extends RuntimeException {
  public AssemblyException(String message) {
    super(message, null, false, false);
  }
}
