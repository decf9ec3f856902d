package dev.ferry.c.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Declarations, inside and outside functions (C17 6.7, 6.9). */
public sealed interface Declaration extends BlockItem {
  /**
   * {@code specifiers declarators;}.
   *
   * @param end the semicolon
   */
  record Simple(Specifiers specifiers, List<InitDeclarator> declarators, int end)
      implements Declaration {
    @Override
    public int loc() {
      return specifiers.loc();
    }
  }

  /**
   * One declared entity.
   *
   * @param asmLabel {@code asm("name")}
   * @param attributes GNU attributes behind the declarator
   * @param equalsLoc the {@code =}, 0 without initializer
   */
  record InitDeclarator(
      Declarator declarator,
      Expr.@Nullable StringLiteral asmLabel,
      List<Attribute> attributes,
      int equalsLoc,
      @Nullable Initializer initializer) {
    /** The declared name's location. */
    public int loc() {
      return declarator.loc();
    }
  }

  /**
   * A function definition; in a block, GNU's nested function.
   *
   * @param parameterDeclarations the declarations between an identifier list and the body (K&amp;R)
   */
  record FunctionDefinition(
      Specifiers specifiers,
      Declarator declarator,
      Expr.@Nullable StringLiteral asmLabel,
      List<Attribute> attributes,
      List<Simple> parameterDeclarations,
      Statement.Compound body)
      implements Declaration {
    @Override
    public int loc() {
      return declarator.loc();
    }

    @Override
    public int start() {
      return specifiers.loc();
    }

    @Override
    public int end() {
      return body.end();
    }
  }

  /** {@code _Static_assert(condition, message);}. */
  record StaticAssert(int loc, int end, Expr condition, Expr.@Nullable StringLiteral message)
      implements Declaration {}

  /** {@code asm("text");} outside functions. */
  record TopLevelAsm(int loc, int end, Expr.StringLiteral text) implements Declaration {}

  /** {@code [[attributes]];}. */
  record AttributeDeclaration(int loc, int end, List<Attribute> attributes)
      implements Declaration {}

  /** A lone {@code ;} outside functions. */
  record Empty(int loc) implements Declaration {
    @Override
    public int end() {
      return loc;
    }
  }

  /** The pragmas that reach the tree; {@code pack} and {@code GCC diagnostic} are dealt with. */
  enum PragmaKind {
    /** {@code weak name} or {@code weak name = target}. */
    WEAK,
    /** {@code redefine_extname old new}. */
    REDEFINE_EXTNAME,
    /** {@code GCC visibility push(name)}. */
    VISIBILITY_PUSH,
    VISIBILITY_POP,
    /** {@code STDC FP_CONTRACT ON|OFF|DEFAULT}. */
    FP_CONTRACT,
    FENV_ACCESS,
    CX_LIMITED_RANGE,
    /** {@code GCC optimize "text"}. */
    OPTIMIZE,
    PUSH_OPTIONS,
    POP_OPTIONS,
    RESET_OPTIONS,
    /** {@code GCC unroll n}: for the loop that follows. */
    UNROLL,
    /** {@code GCC ivdep}: for the loop that follows. */
    IVDEP
  }

  /** A pragma; {@code arguments} are its words (names, numbers, string contents) in order. */
  record Pragma(int loc, int end, PragmaKind kind, List<String> arguments) implements Declaration {}

  /**
   * Where a declaration could not be read; the error is reported already.
   *
   * @param name what it would have declared, if that is known
   */
  record Erroneous(int loc, int end, @Nullable String name) implements Declaration {
    public Erroneous(int loc, int end) {
      this(loc, end, null);
    }
  }
}
