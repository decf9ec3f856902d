package dev.ferry.binutils.asm;

import dev.ferry.binutils.elf.RelocationType;
import org.jspecify.annotations.Nullable;

/** The operators that name a part of an address ({@code %hi} and its kin). */
public enum RelocationOperator {
  HI("%hi", RelocationType.HI20, RelocationType.HI20, true),
  LO("%lo", RelocationType.LO12_I, RelocationType.LO12_S, true),
  PCREL_HI("%pcrel_hi", RelocationType.PCREL_HI20, RelocationType.PCREL_HI20, true),
  PCREL_LO("%pcrel_lo", RelocationType.PCREL_LO12_I, RelocationType.PCREL_LO12_S, true),
  GOT_PCREL_HI("%got_pcrel_hi", RelocationType.GOT_HI20, RelocationType.GOT_HI20, false),
  TPREL_HI("%tprel_hi", RelocationType.TPREL_HI20, RelocationType.TPREL_HI20, true),
  TPREL_LO("%tprel_lo", RelocationType.TPREL_LO12_I, RelocationType.TPREL_LO12_S, true),
  TPREL_ADD("%tprel_add", RelocationType.TPREL_ADD, RelocationType.TPREL_ADD, true),
  TLS_IE_PCREL_HI(
      "%tls_ie_pcrel_hi", RelocationType.TLS_GOT_HI20, RelocationType.TLS_GOT_HI20, false),
  TLS_GD_PCREL_HI(
      "%tls_gd_pcrel_hi", RelocationType.TLS_GD_HI20, RelocationType.TLS_GD_HI20, false);

  private static final RelocationOperator[] ALL = values();

  private final String text;
  private final RelocationType load;
  private final RelocationType store;
  private final boolean relaxable;

  RelocationOperator(String text, RelocationType load, RelocationType store, boolean relaxable) {
    this.text = text;
    this.load = load;
    this.store = store;
    this.relaxable = relaxable;
  }

  /** The operator with its percent sign. */
  public String text() {
    return text;
  }

  /** The relocation it makes in an instruction of format I or U, or S. */
  RelocationType relocation(boolean isStore) {
    return isStore ? store : load;
  }

  /** Whether the linker may shorten what uses it, so that R_RISCV_RELAX goes with it. */
  boolean isRelaxable() {
    return relaxable;
  }

  /** Whether it gives the upper 20 bits. */
  boolean isHigh() {
    return load != RelocationType.LO12_I
        && load != RelocationType.PCREL_LO12_I
        && load != RelocationType.TPREL_LO12_I
        && load != RelocationType.TPREL_ADD;
  }

  /** Whether it names a place in thread-local storage. */
  boolean isThreadLocal() {
    return this == TPREL_HI
        || this == TPREL_LO
        || this == TPREL_ADD
        || this == TLS_IE_PCREL_HI
        || this == TLS_GD_PCREL_HI;
  }

  /** Whether distances across the instruction are unknown, since the linker may delete it. */
  boolean breaksDistances() {
    return this == HI || this == PCREL_HI || this == TPREL_HI || this == TPREL_ADD;
  }

  /** The operator with this name in lower case, percent sign included; null if there is none. */
  public static @Nullable RelocationOperator named(String text) {
    for (RelocationOperator operator : ALL) {
      if (operator.text.equals(text)) {
        return operator;
      }
    }
    return null;
  }
}
