package dev.ferry.machine.debug;

/**
 * A thread of a stopped program.
 *
 * @param id as gettid gives it
 * @param name as set by prctl, may be empty
 * @param pc address of its next instruction
 */
public record ThreadState(int id, String name, long pc) {}
