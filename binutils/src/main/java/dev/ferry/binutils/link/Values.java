package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Elf;
import org.jspecify.annotations.Nullable;

/** Addresses as relocations see them, once the layout has run: PLT entries, GOT slots, gp, TLS. */
final class Values {
  /** DTP offsets point 0x800 into the block (psABI, "Thread Local Storage"). */
  static final long DTP_OFFSET = 0x800;

  private final Link link;
  private final Synthetics synthetics;
  private @Nullable LinkSymbol gpSymbol;

  /** Address of the thread-local template. */
  long tlsStart;

  /** Value of gp, when {@link #hasGp}. */
  long gp;

  boolean hasGp;

  Values(Link link, Synthetics synthetics) {
    this.link = link;
    this.synthetics = synthetics;
    LinkSymbol symbol = link.symbols.find("__global_pointer$");
    gpSymbol = symbol != null && symbol.isDefined() ? symbol : null;
  }

  /** Takes over what the latest layout says. */
  void refresh(Plan plan) {
    LinkSymbol symbol = gpSymbol;
    hasGp = symbol != null;
    gp = symbol == null ? 0 : symbol.address();
    tlsStart = 0;
    long alignment = 1;
    boolean first = true;
    for (OutputSection output : plan.outputs()) {
      if (output.hasInputs && output.isAlloc() && output.hasFlag(Elf.SHF_TLS)) {
        if (first) {
          tlsStart = output.address;
          first = false;
        }
        alignment = Math.max(alignment, output.alignment);
      }
    }
    tlsStart &= -alignment;
  }

  /** The address that code and data use for a symbol. */
  long address(LinkSymbol symbol) {
    if (symbol.canonicalPlt || symbol.isIfunc() && symbol.pltIndex >= 0) {
      return synthetics.pltAddress(symbol);
    }
    InputSection copy = symbol.copy;
    if (copy != null) {
      return copy.address() + symbol.value;
    }
    return symbol.isShared() ? 0 : symbol.address();
  }

  /** Where a call goes: the PLT entry when there is one. */
  long callTarget(LinkSymbol symbol) {
    return symbol.pltIndex >= 0 ? synthetics.pltAddress(symbol) : address(symbol);
  }

  /**
   * Symbol plus addend. In a section that was taken apart, a section symbol's addend says which
   * piece is meant, so the two are mapped together.
   */
  long target(@Nullable LinkSymbol symbol, long addend) {
    if (symbol == null) {
      return addend;
    }
    InputSection section = symbol.section;
    if (section != null && section.pieces != null && symbol.type == Elf.STT_SECTION) {
      return section.addressOf(symbol.value + addend);
    }
    return address(symbol) + addend;
  }

  long tpOffset(@Nullable LinkSymbol symbol, long addend) {
    return target(symbol, addend) - tlsStart;
  }

  long gotAddress(LinkSymbol symbol) {
    return synthetics.got.slotAddress(symbol.gotIndex);
  }

  boolean is64() {
    return link.is64;
  }
}
