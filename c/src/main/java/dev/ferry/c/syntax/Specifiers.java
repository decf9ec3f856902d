package dev.ferry.c.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Declaration specifiers, or specifier-qualifiers (C17 6.7), combined: the parser has diagnosed
 * what cannot stand together.
 *
 * @param loc the first token
 * @param end the last token
 * @param storageLoc the storage-class specifier, 0 without one
 * @param threadLocal {@code _Thread_local}, {@code thread_local} or {@code __thread}
 * @param qualifiers a set of {@link Qualifiers}
 * @param functionLoc the first {@code inline} or {@code _Noreturn}, 0 without one
 * @param extension whether {@code __extension__} stood before it: no pedantic warnings
 */
public record Specifiers(
    int loc,
    int end,
    Storage storage,
    int storageLoc,
    boolean threadLocal,
    boolean constexpr,
    boolean inline,
    boolean noreturn,
    int functionLoc,
    int qualifiers,
    TypeSpecifier type,
    List<Alignment> alignments,
    List<Attribute> attributes,
    boolean extension)
    implements Node {
  /** {@code _Alignas(type)} or {@code _Alignas(expression)}: one of the two is there. */
  public record Alignment(int loc, @Nullable TypeName type, @Nullable Expr expr) {}
}
