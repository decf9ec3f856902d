package dev.ferry.codegen.abi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A signature under an ABI.
 *
 * @param params one location per parameter of the signature
 * @param result null for void or an empty aggregate
 * @param resultPointer register of the hidden result pointer, or NONE
 * @param stackBytes of stack arguments, rounded up to 16
 * @param namedIntRegs argument registers a0.. that named parameters use
 * @param namedStackBytes stack bytes that named parameters use
 */
public record CallLayout(
    List<Location> params,
    @Nullable Location result,
    int resultPointer,
    int stackBytes,
    int namedIntRegs,
    int namedStackBytes) {}
