package dev.ferry.c.check;

import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import org.jspecify.annotations.Nullable;

/** What an ordinary identifier can name (C17 6.2.3). */
abstract sealed class Entity {
  final String name;

  /** The declaration that diagnostics call previous. */
  int loc;

  /** The message of {@code deprecated}; empty without one, null if it is not deprecated. */
  @Nullable String deprecated;

  @Nullable String unavailable;

  Entity(String name, int loc) {
    this.name = name;
    this.loc = loc;
  }

  static final class Typedef extends Entity {
    CType type;

    /** An {@code aligned} attribute's alignment, 0 without one. */
    final int align;

    boolean isUsed;

    Typedef(String name, CType type, int align, int loc) {
      super(name, loc);
      this.type = type;
      this.align = align;
    }
  }

  static final class EnumConstant extends Entity {
    final dev.ferry.c.typed.Expression value;

    /** The enumeration it belongs to. */
    final CType.Enum parent;

    EnumConstant(String name, dev.ferry.c.typed.Expression value, CType.Enum parent, int loc) {
      super(name, loc);
      this.value = value;
      this.parent = parent;
    }
  }

  /** An object. */
  static final class ObjectEntity extends Entity {
    final Variable variable;

    /** Its value was used. */
    boolean isRead;

    /** It was assigned to, or initialised. */
    boolean isSet;

    /** {@code unused} or {@code maybe_unused}: no warnings. */
    boolean maybeUnused;

    boolean isRegister;

    /** The initialiser is being checked: for self-initialisation and __auto_type. */
    boolean inInitializer;

    /** A scope-level {@code extern} declaration without definition. */
    boolean isExternDeclaration;

    ObjectEntity(Variable variable) {
      super(variable.name, variable.loc);
      this.variable = variable;
    }
  }

  /** A function. */
  static final class FunctionEntity extends Entity {
    final FunctionSymbol symbol;
    final FunctionAttributes attributes = new FunctionAttributes();

    /** The type of the last declaration, for notes. */
    int[] parameterLocs = new int[0];

    /** Declared by its use in a call. */
    boolean isImplicit;

    /** Known as a builtin and never declared by the program. */
    boolean isBuiltinDeclaration;

    /** Declared {@code inline} on each declaration so far (C17 6.7.4p7). */
    boolean everyDeclarationInline = true;

    boolean externInline;
    boolean isDeclaredExtern;
    boolean hasPrototype;
    boolean isReferenced;

    /** Declared (not by a call) before the declaration at hand. */
    boolean isDeclaredBefore;

    FunctionEntity(FunctionSymbol symbol) {
      super(symbol.name, symbol.loc);
      this.symbol = symbol;
    }

    CType.Function type() {
      return (CType.Function) symbol.type.unqualified();
    }
  }

  /** A name whose declaration was in error. */
  static final class Erroneous extends Entity {
    Erroneous(String name, int loc) {
      super(name, loc);
    }
  }
}
