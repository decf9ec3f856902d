package dev.ferry.c.typed;

import dev.ferry.c.types.CType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A declared function. One object for all its redeclarations; mutable until checking ends. */
public final class FunctionSymbol {
  public final String name;
  public final int loc;

  /** A {@link CType.Function}. */
  public CType type;

  /** The assembler name. */
  public String symbol;

  /** Whether it is the C library's function of its {@link #name}, whatever its assembler name. */
  public boolean isLibrary;

  public boolean isInternal;
  public boolean isDefined;
  public boolean isInline;

  /** An inline definition that emits no external one (C17 6.7.4p7, or GNU89 extern inline). */
  public boolean isInlineOnly;

  public boolean isAlwaysInline;

  /**
   * Uses {@code __builtin_va_arg_pack}: its body only means something once it is inlined; a call
   * that stays goes to the external function of its name.
   */
  public boolean forwardsArguments;

  public boolean isNoInline;
  public boolean isNoReturn;

  /** {@code no_stack_protector}. */
  public boolean noStackProtector;

  /** {@code stack_protect}. */
  public boolean stackProtect;

  /** Defined here so that it never returns, declared so or not. */
  public boolean neverEnds;

  public boolean isConst;
  public boolean isPure;
  public boolean isMalloc;

  /** {@code malloc} with a deallocator: the functions that take back what this one gives. */
  public List<String> takenBackBy = List.of();

  /** That a function is such a deallocator, of its argument with that number; else 0. */
  public int takesBack;

  public boolean isCold;
  public boolean isHot;
  public boolean isNaked;
  public boolean isFlatten;
  public boolean noOptimize;

  /** {@code no_instrument_function}. */
  public boolean noInstrument;

  /** What {@code no_sanitize} leaves out: names of {@code -fsanitize=}. */
  public List<String> noSanitize = List.of();

  /** {@code nonnull}: bit {@code i} says that argument {@code i + 1} is never null. */
  public long nonNull;

  /** {@code returns_nonnull}. */
  public boolean returnsNonNull;

  /** {@code optimize("no-strict-aliasing")}. */
  public boolean noStrictAliasing;

  public boolean returnsTwice;
  public boolean isUsed;

  /** Constructor or destructor priority; -1 if it is none. */
  public int constructorPriority = -1;

  public int destructorPriority = -1;

  /** Requested alignment in bytes, 0 for the default. */
  public int align;

  /** The builtin that a call by this name is, if any ({@code memcpy}, {@code __builtin_clz}). */
  public @Nullable Builtin builtin;

  /** The function it is nested in (GNU), or null. */
  public @Nullable FunctionSymbol parent;

  /**
   * A parameter as it was declared last.
   *
   * @param type before an array becomes a pointer
   * @param isStatic whether its brackets say {@code static}
   */
  public record Written(CType type, boolean isStatic, int loc) {}

  /** The parameters, if some have been written as arrays. */
  public List<Written> arrays = List.of();

  public final SymbolAttributes attributes = new SymbolAttributes();

  public FunctionSymbol(String name, CType type, int loc) {
    this.name = name;
    this.symbol = name;
    this.type = type;
    this.loc = loc;
  }

  @Override
  public String toString() {
    return name;
  }
}
