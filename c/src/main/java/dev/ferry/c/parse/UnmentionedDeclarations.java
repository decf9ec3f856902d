package dev.ferry.c.parse;

import dev.ferry.base.source.SourceMap;
import dev.ferry.c.lex.Identifier;
import dev.ferry.c.pp.Preprocessor;
import dev.ferry.c.syntax.Attribute;
import dev.ferry.c.syntax.Declaration;
import dev.ferry.c.syntax.Declarator;
import dev.ferry.c.syntax.Specifiers;
import dev.ferry.c.syntax.Storage;
import dev.ferry.c.syntax.TranslationUnit;
import dev.ferry.c.syntax.TypeSpecifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leaves functions and typedef names of system headers out of a tree that nothing but their own
 * declarations names: of the thousand that {@code <stdio.h>}, {@code <stdlib.h>} and {@code
 * <math.h>} bring in, a program uses ten, and checking the others would be half of checking it.
 *
 * <p>A declaration is left out only if that cannot be seen from elsewhere: a plain prototype, or
 * the definition of a function that no other unit gets from here, without an assembler name, and
 * with attributes that speak of calls only; a typedef of a type that is declared elsewhere, or of a
 * pointer to one.
 */
public final class UnmentionedDeclarations {
  /** Attributes that matter where the function is called, and nowhere else. */
  private static final Set<String> OF_CALLS =
      Set.of(
          "access",
          "alloc_align",
          "alloc_size",
          "always_inline",
          "artificial",
          "assume_aligned",
          "cold",
          "const",
          "deprecated",
          "error",
          "format",
          "format_arg",
          "gnu_inline",
          "hot",
          "leaf",
          "malloc",
          "nonnull",
          "noreturn",
          "nothrow",
          "pure",
          "returns_nonnull",
          "returns_twice",
          "sentinel",
          "unused",
          "warn_unused_result",
          "warning");

  private final SourceMap sources;
  private final Preprocessor preprocessor;

  private UnmentionedDeclarations(Preprocessor preprocessor) {
    this.sources = preprocessor.sources();
    this.preprocessor = preprocessor;
  }

  /**
   * The unit without them.
   *
   * @param preprocessor the one that the unit was read through: it knows how often each name occurs
   */
  public static TranslationUnit leaveOut(TranslationUnit unit, Preprocessor preprocessor) {
    return new UnmentionedDeclarations(preprocessor).of(unit);
  }

  private TranslationUnit of(TranslationUnit unit) {
    List<Declaration> declarations = unit.declarations();
    @Nullable Identifier[] names = new Identifier[declarations.size()];
    for (int i = 0; i < names.length; i++) {
      Identifier name = candidate(declarations.get(i));
      if (name != null) {
        name.mentions--;
        names[i] = name;
      }
    }
    leaveOutTypedefs(declarations, names);
    List<Declaration> kept = new ArrayList<>(names.length);
    List<String> leftOut = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      Identifier name = names[i];
      if (name == null || name.mentions > 0) {
        kept.add(declarations.get(i));
      } else if (!isTypedef(declarations.get(i))) {
        leftOut.add(name.name());
      }
    }
    return new TranslationUnit(unit.loc(), unit.end(), kept, leftOut);
  }

  /** What names a typedef stands behind it: backwards, those that only each other name go too. */
  private void leaveOutTypedefs(List<Declaration> declarations, @Nullable Identifier[] names) {
    for (int i = names.length - 1; i >= 0; i--) {
      Identifier name = names[i];
      if (name != null
          && name.mentions == 0
          && declarations.get(i) instanceof Declaration.Simple d
          && d.specifiers().type() instanceof TypeSpecifier.TypedefName type) {
        preprocessor.identifiers().intern(type.name()).mentions--;
      }
    }
  }

  private static boolean isTypedef(Declaration declaration) {
    return declaration instanceof Declaration.Simple d
        && d.specifiers().storage() == Storage.TYPEDEF;
  }

  /** The name that the declaration could be left out with, or null. */
  private @Nullable Identifier candidate(Declaration declaration) {
    return switch (declaration) {
      case Declaration.Simple d when d.declarators().size() == 1 && sources.isSystem(d.loc()) ->
          isTypedef(d)
              ? typedef(d.specifiers(), d.declarators().getFirst())
              : prototype(d.specifiers(), d.declarators().getFirst());
      case Declaration.FunctionDefinition d when sources.isSystem(d.loc()) -> definition(d);
      default -> null;
    };
  }

  private @Nullable Identifier typedef(Specifiers s, Declaration.InitDeclarator d) {
    String name = d.declarator().name();
    return name != null
            && s.attributes().isEmpty()
            && s.alignments().isEmpty()
            && d.attributes().isEmpty()
            && !declaresType(s.type())
            && isPointer(d.declarator())
        ? preprocessor.identifiers().intern(name)
        : null;
  }

  /** A name behind any number of stars. */
  private static boolean isPointer(Declarator declarator) {
    return switch (declarator) {
      case Declarator.Name d -> true;
      case Declarator.Pointer d -> d.attributes().isEmpty() && isPointer(d.inner());
      default -> false;
    };
  }

  private @Nullable Identifier prototype(Specifiers s, Declaration.InitDeclarator d) {
    return (s.storage() == Storage.NONE || s.storage() == Storage.EXTERN)
            && d.asmLabel() == null
            && d.initializer() == null
            && areOfCalls(d.attributes())
        ? function(s, d.declarator())
        : null;
  }

  private @Nullable Identifier definition(Declaration.FunctionDefinition d) {
    Specifiers s = d.specifiers();
    boolean local = s.storage() == Storage.STATIC;
    for (Attribute attribute : s.attributes()) {
      local |= s.inline() && s.storage() == Storage.EXTERN && attribute.isGnu("gnu_inline");
    }
    return local && d.asmLabel() == null && areOfCalls(d.attributes())
        ? function(s, d.declarator())
        : null;
  }

  private @Nullable Identifier function(Specifiers s, Declarator declarator) {
    String name = declarator.name();
    return name != null
            && !declaresType(s.type())
            && areOfCalls(s.attributes())
            && isFunction(declarator)
        ? preprocessor.identifiers().intern(name)
        : null;
  }

  /** A struct, union or enum, even if it is only named: that may declare it. */
  private static boolean declaresType(TypeSpecifier type) {
    return !(type instanceof TypeSpecifier.Basic || type instanceof TypeSpecifier.TypedefName);
  }

  /** Whether the innermost derivation is a function: not for a pointer to one. */
  private static boolean isFunction(Declarator declarator) {
    return switch (declarator) {
      case Declarator.Function d -> isName(d.inner()) || isFunction(d.inner());
      case Declarator.Pointer d -> areOfCalls(d.attributes()) && isFunction(d.inner());
      case Declarator.Array d -> isFunction(d.inner());
      case Declarator.Paren d -> areOfCalls(d.attributes()) && isFunction(d.inner());
      case Declarator.Attributed d -> false;
      case Declarator.Name d -> false;
    };
  }

  private static boolean isName(Declarator declarator) {
    return switch (declarator) {
      case Declarator.Name d -> true;
      case Declarator.Paren d -> areOfCalls(d.attributes()) && isName(d.inner());
      case Declarator.Attributed d -> areOfCalls(d.attributes()) && isName(d.inner());
      default -> false;
    };
  }

  private static boolean areOfCalls(List<Attribute> attributes) {
    for (Attribute attribute : attributes) {
      if (!OF_CALLS.contains(attribute.name())) {
        return false;
      }
    }
    return true;
  }
}
