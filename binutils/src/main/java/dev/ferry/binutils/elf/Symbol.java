package dev.ferry.binutils.elf;

import org.jspecify.annotations.Nullable;

/**
 * A symbol of an object file. Where it is defined is one of four: undefined, an absolute value, a
 * common block (value = alignment), or an offset in a section of the same file.
 */
public final class Symbol {
  /** Where a symbol's definition is. */
  public enum Place {
    UNDEFINED,
    ABSOLUTE,
    COMMON,
    SECTION
  }

  private String name;
  private int id = -1;
  private Place place = Place.UNDEFINED;
  private @Nullable Section section;
  private long value;
  private long size;
  private int binding = Elf.STB_GLOBAL;
  private int type = Elf.STT_NOTYPE;
  private int other;
  private @Nullable String version;
  private boolean defaultVersion;

  /** An undefined global symbol without type. */
  public Symbol(String name) {
    this.name = name;
  }

  /** The STT_SECTION symbol of a section. */
  public static Symbol ofSection(Section section) {
    Symbol symbol = new Symbol("");
    symbol.define(section, 0);
    symbol.binding = Elf.STB_LOCAL;
    symbol.type = Elf.STT_SECTION;
    return symbol;
  }

  /** The name; empty for section symbols. */
  public String name() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  /** Dense number in its object file, from 0; -1 before it is added to one. */
  public int id() {
    return id;
  }

  void setId(int id) {
    this.id = id;
  }

  public Place place() {
    return place;
  }

  public boolean isUndefined() {
    return place == Place.UNDEFINED;
  }

  public boolean isDefined() {
    return place != Place.UNDEFINED;
  }

  /** The section it is defined in, or null for the other places. */
  public @Nullable Section section() {
    return section;
  }

  /** Defines it at {@code offset} bytes into {@code section}. */
  public void define(Section section, long offset) {
    this.place = Place.SECTION;
    this.section = section;
    this.value = offset;
  }

  /** Defines it as the number {@code value}. */
  public void defineAbsolute(long value) {
    this.place = Place.ABSOLUTE;
    this.section = null;
    this.value = value;
  }

  /** Makes it a common block of {@code size} bytes. */
  public void defineCommon(long size, long alignment) {
    this.place = Place.COMMON;
    this.section = null;
    this.value = alignment;
    this.size = size;
  }

  /** Makes it a reference to another file. */
  public void undefine() {
    this.place = Place.UNDEFINED;
    this.section = null;
    this.value = 0;
  }

  /**
   * The offset in its section (the address in a linked file), the number of an absolute symbol, or
   * the alignment of a common block.
   */
  public long value() {
    return value;
  }

  public void setValue(long value) {
    this.value = value;
  }

  /** In bytes; 0 when unknown. */
  public long size() {
    return size;
  }

  public void setSize(long size) {
    this.size = size;
  }

  /** STB_ number. */
  public int binding() {
    return binding;
  }

  public void setBinding(int binding) {
    this.binding = binding;
  }

  public boolean isLocal() {
    return binding == Elf.STB_LOCAL;
  }

  public boolean isWeak() {
    return binding == Elf.STB_WEAK;
  }

  /** STT_ number. */
  public int type() {
    return type;
  }

  public void setType(int type) {
    this.type = type;
  }

  /** All of st_other. */
  public int other() {
    return other;
  }

  public void setOther(int other) {
    this.other = other;
  }

  /** STV_ number. */
  public int visibility() {
    return other & 3;
  }

  public void setVisibility(int visibility) {
    other = other & ~3 | visibility;
  }

  /** Whether calls through the PLT must keep all registers (psABI STO_RISCV_VARIANT_CC). */
  public boolean isVariantCc() {
    return (other & Elf.STO_RISCV_VARIANT_CC) != 0;
  }

  public void setVariantCc(boolean variant) {
    other = variant ? other | Elf.STO_RISCV_VARIANT_CC : other & ~Elf.STO_RISCV_VARIANT_CC;
  }

  /** The symbol version such as {@code GLIBC_2.27}, or null. */
  public @Nullable String version() {
    return version;
  }

  /** Whether its version is the one that unversioned references get ({@code x@@V}). */
  public boolean isDefaultVersion() {
    return defaultVersion;
  }

  public void setVersion(@Nullable String version, boolean isDefault) {
    this.version = version;
    this.defaultVersion = isDefault;
  }

  @Override
  public String toString() {
    return type == Elf.STT_SECTION && section != null ? section.name() : name;
  }
}
