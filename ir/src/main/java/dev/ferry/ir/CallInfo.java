package dev.ferry.ir;

import org.jspecify.annotations.Nullable;

/**
 * Payload of CALL.
 *
 * @param callee the symbol called, or null for an indirect call through operand 0
 * @param signature with the types of this call's arguments
 * @param effects what the call may do, from attributes or analysis
 * @param returnsTwice {@code setjmp} and its like
 * @param mayNotReturn false only if it is known to return
 * @param staticChain whether the last operand is the static chain (nested functions)
 * @param forwards whether the variadic arguments of the function around are passed on after those
 *     of this call, which inlining does; a call that stays passes none
 */
public record CallInfo(
    @Nullable Symbol callee,
    Signature signature,
    Effects effects,
    boolean noReturn,
    boolean returnsTwice,
    boolean mayNotReturn,
    boolean staticChain,
    boolean forwards) {
  /** gcc's {@code const} and {@code pure} attributes. */
  public enum Effects {
    /** Result depends on the operands only. */
    NONE,
    /** Reads memory. */
    READS,
    ANY
  }

  public CallInfo(@Nullable Symbol callee, Signature signature) {
    this(callee, signature, Effects.ANY, false, false, true, false, false);
  }

  public boolean isIndirect() {
    return callee == null;
  }

  /** The same call of a symbol in place of an address. */
  public CallInfo to(Symbol symbol) {
    return new CallInfo(
        symbol, signature, effects, noReturn, returnsTwice, mayNotReturn, staticChain, forwards);
  }

  /** The same call with other arguments. */
  public CallInfo with(Signature other, boolean forwardsMore) {
    return new CallInfo(
        callee, other, effects, noReturn, returnsTwice, mayNotReturn, staticChain, forwardsMore);
  }

  /** The same call, known not to return. */
  public CallInfo thatNeverReturns() {
    return new CallInfo(
        callee, signature, effects, true, returnsTwice, mayNotReturn, staticChain, forwards);
  }

  /** The operand index of the first argument. */
  public int firstArgument() {
    return (callee == null ? 1 : 0) + (signature.returnsAggregate() ? 1 : 0);
  }
}
