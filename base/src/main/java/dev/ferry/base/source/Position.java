package dev.ferry.base.source;

/**
 * A resolved position.
 *
 * @param file the file's name as diagnostics print it, after {@code #line}
 * @param line 1-based line, after {@code #line}
 * @param column 1-based column in bytes
 * @param source the file the text really stands in
 * @param offset the byte offset in {@code source}
 */
public record Position(String file, int line, int column, SourceFile source, int offset) {}
