package dev.ferry.codegen.mir;

import dev.ferry.ir.Atomic;
import org.jspecify.annotations.Nullable;

/**
 * Payload of CAS and RMW_LOOP: a load-reserved/store-conditional loop.
 *
 * @param bytes 1, 2, 4 or 8; 1 and 2 work on the aligned word with a mask
 * @param order memory order
 * @param rmw what to compute, null for CAS
 */
public record AtomicLoop(int bytes, Atomic.Order order, Atomic.@Nullable Rmw rmw) {}
