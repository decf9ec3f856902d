package dev.ferry.ir.debug;

/**
 * What the source calls a function.
 *
 * @param name as written, which need not be its symbol's
 */
public record DebugFunction(String name, DebugType.Subroutine type) {}
