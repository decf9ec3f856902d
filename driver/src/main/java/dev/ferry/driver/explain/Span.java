package dev.ferry.driver.explain;

/**
 * A piece of source text: where the outermost macro use stands for what comes from a macro.
 *
 * @param file index into the document's {@code files}
 * @param line first line, from 1
 * @param column first column, from 1, in UTF-16 units as editors count
 * @param endLine line of the end
 * @param endColumn column just behind the last character
 */
public record Span(int file, int line, int column, int endLine, int endColumn) {}
