package dev.ferry.c.typed;

import dev.ferry.c.types.CType;
import org.jspecify.annotations.Nullable;

/** A declared object. One object for all its redeclarations; mutable until checking ends. */
public final class Variable {
  /** Where it lives. */
  public enum Storage {
    /** Automatic. */
    LOCAL,
    PARAMETER,
    /** File scope or static: has a symbol. */
    STATIC,
    /** Declared, defined elsewhere (or later). */
    EXTERN
  }

  public final String name;
  public final int loc;
  public CType type;
  public Storage storage;

  /** The assembler name of a STATIC or EXTERN variable; unique for block-scope statics. */
  public String symbol;

  /** Internal linkage or none: a local symbol. */
  public boolean isInternal;

  /** A tentative definition without initialiser. */
  public boolean isTentative;

  public boolean isDefined;
  public boolean isThreadLocal;
  public boolean isConstexpr;

  /** Its address is taken (or it is used by a nested function): informs warnings only. */
  public boolean isAddressTaken;

  public boolean isUsed;

  /** {@code register T x asm("a0")}, or null. */
  public @Nullable String register;

  /** Requested alignment in bytes, 0 for the type's. */
  public int align;

  /** {@code uninitialized}: {@code -ftrivial-auto-var-init} does not count. */
  public boolean isLeftUninitialized;

  /** The cleanup attribute's function, or null. */
  public @Nullable FunctionSymbol cleanup;

  public @Nullable Initializer initializer;

  /** The function a local belongs to (to see captures of nested functions); null at file scope. */
  public @Nullable FunctionSymbol owner;

  public final SymbolAttributes attributes = new SymbolAttributes();

  public Variable(String name, CType type, Storage storage, int loc) {
    this.name = name;
    this.symbol = name;
    this.type = type;
    this.storage = storage;
    this.loc = loc;
  }

  @Override
  public String toString() {
    return name;
  }
}
