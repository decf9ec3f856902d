package dev.ferry.ir.debug;

/** Stands for a length that a variable holds when the program runs; one object a length. */
public final class RuntimeLength {}
