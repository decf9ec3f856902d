package dev.ferry.c.syntax;

import java.util.List;

/**
 * A whole translation unit (C17 6.9).
 *
 * @param loc the first token
 * @param end the end-of-file token
 * @param leftOut names of functions whose declarations are not among {@code declarations}, as
 *     nothing mentions them; of use where a wrong name is to be mended
 */
public record TranslationUnit(
    int loc, int end, List<Declaration> declarations, List<String> leftOut) implements Node {
  public TranslationUnit(int loc, int end, List<Declaration> declarations) {
    this(loc, end, declarations, List.of());
  }
}
