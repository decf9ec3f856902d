package dev.ferry.c.syntax;

import java.util.List;

/**
 * A whole translation unit (C17 6.9).
 *
 * @param loc the first token
 * @param end the end-of-file token
 */
public record TranslationUnit(int loc, int end, List<Declaration> declarations) implements Node {}
