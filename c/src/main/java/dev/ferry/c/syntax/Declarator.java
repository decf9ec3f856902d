package dev.ferry.c.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Declarators (C17 6.7.6), from the outside in, as written: {@code *a[3]} is {@code
 * Pointer(Array(Name a))}. The type is found by walking inwards with the specifiers' type in hand:
 * a pointer to it, an array of it, a function returning it, until the name is reached.
 */
public sealed interface Declarator extends Node {
  /** The innermost: the declared name, or null in an abstract declarator. */
  record Name(int loc, @Nullable String name) implements Declarator {
    @Override
    public int end() {
      return loc;
    }
  }

  /** {@code * qualifiers attributes inner}. */
  record Pointer(int starLoc, int qualifiers, List<Attribute> attributes, Declarator inner)
      implements Declarator {
    @Override
    public int loc() {
      return inner.loc();
    }

    @Override
    public int start() {
      return starLoc;
    }

    @Override
    public int end() {
      return inner.end();
    }
  }

  /**
   * {@code inner[static qualifiers size]}.
   *
   * @param size null for {@code []} and {@code [*]}
   * @param star {@code [*]}
   */
  record Array(
      Declarator inner,
      int bracketLoc,
      @Nullable Expr size,
      boolean star,
      boolean isStatic,
      int qualifiers,
      List<Attribute> attributes,
      int end)
      implements Declarator {
    @Override
    public int loc() {
      return inner.loc();
    }

    @Override
    public int start() {
      return inner.start();
    }
  }

  /** {@code inner(parameters)}; {@code attributes} are C23's, behind the parenthesis. */
  record Function(Declarator inner, Parameters parameters, List<Attribute> attributes, int end)
      implements Declarator {
    @Override
    public int loc() {
      return inner.loc();
    }

    @Override
    public int start() {
      return inner.start();
    }
  }

  /** {@code (attributes inner)}. */
  record Paren(int parenLoc, List<Attribute> attributes, Declarator inner, int end)
      implements Declarator {
    @Override
    public int loc() {
      return inner.loc();
    }

    @Override
    public int start() {
      return parenLoc;
    }
  }

  /** Attributes directly behind the declared name: {@code int x [[maybe_unused]]}. */
  record Attributed(Declarator inner, List<Attribute> attributes) implements Declarator {
    @Override
    public int loc() {
      return inner.loc();
    }

    @Override
    public int start() {
      return inner.start();
    }

    @Override
    public int end() {
      return attributes.isEmpty() ? inner.end() : attributes.getLast().end();
    }
  }

  /** The innermost declarator. */
  default Name declared() {
    return switch (this) {
      case Name name -> name;
      case Pointer d -> d.inner.declared();
      case Array d -> d.inner.declared();
      case Function d -> d.inner.declared();
      case Paren d -> d.inner.declared();
      case Attributed d -> d.inner.declared();
    };
  }

  /** The declared name, null in an abstract declarator. */
  default @Nullable String name() {
    return declared().name;
  }
}
