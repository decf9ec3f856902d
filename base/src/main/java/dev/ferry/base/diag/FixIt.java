package dev.ferry.base.diag;

/**
 * A proposed edit: the text from {@code start} up to, not including, {@code end} (file locations)
 * becomes {@code replacement}; {@code start == end} inserts.
 */
public record FixIt(int start, int end, String replacement) {}
