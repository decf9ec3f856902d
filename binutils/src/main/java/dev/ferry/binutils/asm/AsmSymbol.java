package dev.ferry.binutils.asm;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * A symbol while its object is being built: undefined, a place in a section, the value of an
 * expression, or a common block. Made by {@link ObjectBuilder}.
 */
public final class AsmSymbol {
  final String name;
  // Made for one use by the assembler itself; written as ".L0 " where a relocation needs it.
  final boolean anonymous;

  // A place: byte offset among the fixed bytes of the section and number of fragments before it.
  @Nullable AsmSection section;
  int offset;
  int fragment;

  // The value of an equated symbol.
  @Nullable Expression value;
  boolean evaluating;

  boolean common;
  long commonSize;
  long commonAlignment;

  boolean global;
  boolean weak;
  boolean explicitLocal;
  boolean uniqueGlobal;
  boolean used;
  boolean mapping;
  int type = Elf.STT_NOTYPE;
  int visibility = Elf.STV_DEFAULT;
  boolean variantCc;
  @Nullable Expression size;
  @Nullable String file;
  boolean copied;
  int order = -1;

  // The symbol in the finished object, once one is needed.
  @Nullable Symbol object;

  AsmSymbol(String name, boolean anonymous) {
    this.name = name;
    this.anonymous = anonymous;
  }

  /** The name; {@code ".L0 "} for anonymous labels. */
  public String name() {
    return name;
  }

  /** The section it is a place in, or null. */
  public @Nullable AsmSection section() {
    return section;
  }

  /** Whether it has a place, a value or a common block. */
  public boolean isDefined() {
    return section != null || value != null || common;
  }

  /** Whether it is a place in a section. */
  public boolean isLabel() {
    return section != null;
  }

  /** Becomes a label where {@code label} is. */
  void placeAt(AsmSymbol label) {
    section = label.section;
    offset = label.offset;
    fragment = label.fragment;
    if (section != null && section.parent != null) {
      section.labels.add(this);
    }
  }

  /** Takes over type and size from the symbol it stands for; only the first call counts. */
  void copyAttributes(AsmSymbol source) {
    if (!copied) {
      copied = true;
      if (type == Elf.STT_NOTYPE && source.type != Elf.STT_SECTION) {
        type = source.type;
      }
      if (size == null) {
        size = source.size;
      }
    }
  }

  /** Whether it is kept out of the symbol table unless a relocation needs it. */
  public boolean isTemporary() {
    return anonymous || (name.startsWith(".L") && !global && !weak);
  }

  @Override
  public String toString() {
    return name;
  }
}
