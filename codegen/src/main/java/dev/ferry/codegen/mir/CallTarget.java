package dev.ferry.codegen.mir;

import org.jspecify.annotations.Nullable;

/**
 * Payload of CALL and TAIL.
 *
 * @param symbol the callee, or null for the address in use 0
 * @param viaPlt whether a PLT entry may be needed
 * @param clobbers registers the callee may overwrite, as a bit set
 * @param returnsTwice setjmp and its like
 */
public record CallTarget(
    @Nullable SymbolRef symbol, boolean viaPlt, long clobbers, boolean returnsTwice) {}
