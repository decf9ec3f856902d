package dev.ferry.ir;

import org.jspecify.annotations.Nullable;

/**
 * Payload of the atomic ops.
 *
 * @param access width and offset; for FENCE, ignored
 * @param order C11 memory order; for ATOMIC_CAS the success order, failure never stronger than
 *     acquire of it
 * @param rmw what ATOMIC_RMW does; null for the others
 */
public record Atomic(MemAccess access, Order order, @Nullable Rmw rmw) {
  /** C11 memory orders; consume is acquire. */
  public enum Order {
    RELAXED,
    ACQUIRE,
    RELEASE,
    ACQ_REL,
    SEQ_CST
  }

  /** Read-modify-write kinds. */
  public enum Rmw {
    XCHG,
    ADD,
    SUB,
    AND,
    OR,
    XOR,
    NAND,
    SMIN,
    SMAX,
    UMIN,
    UMAX
  }
}
