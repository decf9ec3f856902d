package dev.ferry.ir;

/**
 * Payload of MEMCPY and MEMSET; the byte count is the instruction's {@code imm}.
 *
 * @param destinationAlign guaranteed alignment of the destination, bytes
 * @param sourceAlign guaranteed alignment of the source, bytes (1 for MEMSET)
 */
public record MemBlock(int destinationAlign, int sourceAlign, boolean isVolatile) {}
