package dev.ferry.c.syntax;

import java.util.List;
import java.util.function.Supplier;

/**
 * A whole translation unit (C17 6.9).
 *
 * @param loc the first token
 * @param end the end-of-file token
 * @param leftOut names of functions whose declarations are not among {@code declarations}, as
 *     nothing mentions them; of use where a wrong name is to be mended
 * @param macros gives the names of macros, of the same use
 */
public record TranslationUnit(
    int loc,
    int end,
    List<Declaration> declarations,
    List<String> leftOut,
    Supplier<List<String>> macros)
    implements Node {}
