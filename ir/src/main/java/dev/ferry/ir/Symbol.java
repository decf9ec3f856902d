package dev.ferry.ir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A global name: function or object, defined here or elsewhere. One object per name and module. */
public final class Symbol {
  /** ELF binding. */
  public enum Linkage {
    LOCAL,
    GLOBAL,
    WEAK
  }

  /** ELF visibility. */
  public enum Visibility {
    DEFAULT,
    HIDDEN,
    PROTECTED,
    INTERNAL
  }

  /** ELF TLS access model; NONE for ordinary symbols. */
  public enum Tls {
    NONE,
    GLOBAL_DYNAMIC,
    LOCAL_DYNAMIC,
    INITIAL_EXEC,
    LOCAL_EXEC
  }

  /** The assembler name. */
  public final String name;

  public Linkage linkage = Linkage.GLOBAL;
  public Visibility visibility = Visibility.DEFAULT;
  public Tls tls = Tls.NONE;
  public boolean isFunction;

  /** A function that the source says is hardly ever called. */
  public boolean isCold;

  /** Whether this module defines it. */
  public boolean isDefined;

  /** The size in bytes of the object this module defines under this name; -1 if it defines none. */
  public long objectSize = -1;

  /**
   * What the object's address is surely a multiple of, in bytes: the declaration's promise, and
   * what this module's own definition adds where no other may take its place. Not part of the text
   * form.
   */
  public int objectAlign = 1;

  /** Whether a reference may be assumed to stay in this link unit (no GOT under -fPIC). */
  public boolean isDsoLocal = true;

  /**
   * Whether nothing but accesses through its own name touches the object: its address is stored
   * nowhere and handed to nobody. A fact that the optimiser finds, not part of the text form.
   */
  public boolean isPrivate;

  /** Section from an attribute, or null for the default. */
  public @Nullable String section;

  /** If set, this symbol is another name of that one. */
  public @Nullable Symbol aliasOf;

  /** Its names with a version, {@code name@VERSION}, as {@code .symver} takes them. */
  public List<String> versions = List.of();

  /**
   * The library function that this is, if it is one: its own name, unless the program declares that
   * function with another assembler name ({@code asm("…")}).
   */
  public String libraryName;

  Symbol(String name) {
    this.name = name;
    this.libraryName = name;
  }

  @Override
  public String toString() {
    return "@" + name;
  }
}
