package dev.ferry.c.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands between the braces of a struct or union. */
public sealed interface RecordMember extends Node {
  /** {@code specifiers declarators;}: without declarators, an anonymous struct or union. */
  record Fields(int end, Specifiers specifiers, List<FieldDeclarator> declarators)
      implements RecordMember {
    @Override
    public int loc() {
      return specifiers.loc();
    }
  }

  /**
   * One member.
   *
   * @param declarator its name is null for an unnamed bit-field
   * @param width the width of a bit-field, null for a plain member
   */
  record FieldDeclarator(Declarator declarator, @Nullable Expr width, List<Attribute> attributes) {
    public int loc() {
      return declarator.loc();
    }
  }

  record Assertion(Declaration.StaticAssert assertion) implements RecordMember {
    @Override
    public int loc() {
      return assertion.loc();
    }

    @Override
    public int end() {
      return assertion.end();
    }
  }
}
