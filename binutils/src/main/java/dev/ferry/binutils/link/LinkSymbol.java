package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Elf;
import org.jspecify.annotations.Nullable;

/** A symbol of the link: one for each global name, and one for each local symbol of each object. */
final class LinkSymbol {
  /** What is known about its definition. */
  enum Kind {
    UNDEFINED,
    /** In a section of an object, or absolute when the section is null. */
    DEFINED,
    COMMON,
    /** In a shared library. */
    SHARED
  }

  final String name;
  Kind kind = Kind.UNDEFINED;

  /** The file that defines it, or the first that mentions it while undefined. */
  @Nullable InputFile file;

  @Nullable InputSection section;

  /** Defined relative to an output section by a script; then {@link #value} is an address. */
  @Nullable OutputSection scriptSection;

  /** Offset in the input section before relaxation, or the absolute value. */
  long inputValue;

  /** Offset in the section after relaxation, absolute value, or alignment of a common block. */
  long value;

  long size;
  int binding = Elf.STB_GLOBAL;
  int type;
  int other;
  int visibility;
  @Nullable String version;
  boolean hiddenVersion;

  boolean local;
  boolean byScript;
  boolean provided;
  boolean startStop;

  /** Mentioned by an object of this link. */
  boolean inRegular;

  /** A strong (non-weak) reference exists. */
  boolean strongReference;

  /** Mentioned by a shared library of this link. */
  boolean inShared;

  /** Goes into .dynsym. */
  boolean dynamic;

  /** Another module's definition may be used at run time. */
  boolean preemptible;

  /** Made local by a version script or -Bsymbolic-like option. */
  boolean forcedLocal;

  boolean needsGot;
  boolean needsPlt;
  boolean needsCopy;
  boolean needsTlsIe;
  boolean needsTlsGd;
  boolean needsTlsDesc;

  /** Its PLT entry serves as its address (function pointers in a fixed-address executable). */
  boolean canonicalPlt;

  int gotIndex = -1;
  int tlsIeIndex = -1;
  int tlsGdIndex = -1;
  int tlsDescIndex = -1;
  int pltIndex = -1;
  int dynamicIndex;
  int symtabIndex;

  /** Where a copy relocation put it. */
  @Nullable InputSection copy;

  LinkSymbol(String name) {
    this.name = name;
  }

  boolean isUndefined() {
    return kind == Kind.UNDEFINED;
  }

  boolean isDefined() {
    return kind == Kind.DEFINED;
  }

  boolean isShared() {
    return kind == Kind.SHARED;
  }

  boolean isWeak() {
    return binding == Elf.STB_WEAK;
  }

  boolean isUndefinedWeak() {
    return kind == Kind.UNDEFINED && !strongReference;
  }

  boolean isIfunc() {
    return type == Elf.STT_GNU_IFUNC && kind == Kind.DEFINED;
  }

  boolean isTls() {
    return type == Elf.STT_TLS;
  }

  /** A number that does not move with the image. */
  boolean isAbsolute() {
    return kind == Kind.DEFINED && section == null && scriptSection == null;
  }

  /** Its address, without PLT or copy taken into account for shared definitions that have none. */
  long address() {
    InputSection in = section;
    if (in != null) {
      return in.addressOf(value);
    }
    return kind == Kind.DEFINED ? value : 0;
  }

  /** The output section it is in, or null. */
  @Nullable OutputSection outputSection() {
    InputSection in = section;
    if (in == null) {
      return scriptSection;
    }
    return in.pieces == null ? in.output : in.pieces.target.output;
  }

  @Override
  public String toString() {
    return name;
  }
}
