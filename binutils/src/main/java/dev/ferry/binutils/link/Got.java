package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.LittleEndian;
import dev.ferry.binutils.elf.RelocationType;
import java.util.ArrayList;
import java.util.List;

/**
 * The global offset table: slot 0 holds the address of .dynamic, then the addresses, thread-pointer
 * offsets and module/offset pairs that code loads through it.
 */
final class Got {
  /** What a slot is for; pairs take two slots. */
  private enum Use {
    ADDRESS,
    TLS_IE,
    TLS_GD,
    TLS_DESC
  }

  private record Slot(LinkSymbol symbol, Use use, int index) {}

  final SyntheticSection section;
  private final Link link;
  private final List<Slot> slots = new ArrayList<>();
  private int next = 1;

  Got(Link link) {
    this.link = link;
    int word = link.wordSize();
    this.section =
        new SyntheticSection(".got", Elf.SHT_PROGBITS, Elf.SHF_ALLOC | Elf.SHF_WRITE, word, word);
  }

  void addAddress(LinkSymbol symbol) {
    symbol.gotIndex = add(symbol, Use.ADDRESS, 1);
  }

  void addTlsIe(LinkSymbol symbol) {
    symbol.tlsIeIndex = add(symbol, Use.TLS_IE, 1);
  }

  void addTlsGd(LinkSymbol symbol) {
    symbol.tlsGdIndex = add(symbol, Use.TLS_GD, 2);
  }

  void addTlsDesc(LinkSymbol symbol) {
    symbol.tlsDescIndex = add(symbol, Use.TLS_DESC, 2);
  }

  private int add(LinkSymbol symbol, Use use, int count) {
    int index = next;
    next += count;
    slots.add(new Slot(symbol, use, index));
    section.size = (long) next * link.wordSize();
    return index;
  }

  /** Makes the table exist though it has no entries, for {@code _GLOBAL_OFFSET_TABLE_}. */
  void require() {
    section.size = Math.max(section.size, link.wordSize());
  }

  long slotAddress(int index) {
    return section.address() + (long) index * link.wordSize();
  }

  /** Adds the dynamic relocations that fill slots at run time. */
  void addDynamicRelocations(DynamicRelocations relocations) {
    boolean is64 = link.is64;
    for (Slot slot : slots) {
      LinkSymbol symbol = slot.symbol();
      long at = (long) slot.index() * link.wordSize();
      long second = at + link.wordSize();
      switch (slot.use()) {
        case ADDRESS -> {
          if (symbol.preemptible) {
            relocations.addSymbolic(
                section, at, is64 ? RelocationType.ABS64 : RelocationType.ABS32, symbol, 0);
          } else if (link.isPic() && !symbol.isAbsolute() && !symbol.isUndefined()) {
            relocations.addRelative(section, at, symbol, 0);
          }
        }
        case TLS_IE -> {
          if (symbol.preemptible) {
            relocations.addSymbolic(section, at, tprel(), symbol, 0);
          } else if (link.isShared()) {
            relocations.addTls(section, at, tprel(), symbol);
          }
        }
        case TLS_GD -> {
          if (symbol.preemptible) {
            relocations.addSymbolic(section, at, dtpmod(), symbol, 0);
            relocations.addSymbolic(section, second, dtprel(), symbol, 0);
          } else if (link.isShared()) {
            relocations.addModule(section, at, dtpmod());
          }
        }
        case TLS_DESC -> {
          if (symbol.preemptible) {
            relocations.addSymbolic(section, at, RelocationType.TLSDESC, symbol, 0);
          } else {
            relocations.addTls(section, at, RelocationType.TLSDESC, symbol);
          }
        }
      }
    }
  }

  private RelocationType tprel() {
    return link.is64 ? RelocationType.TLS_TPREL64 : RelocationType.TLS_TPREL32;
  }

  private RelocationType dtpmod() {
    return link.is64 ? RelocationType.TLS_DTPMOD64 : RelocationType.TLS_DTPMOD32;
  }

  private RelocationType dtprel() {
    return link.is64 ? RelocationType.TLS_DTPREL64 : RelocationType.TLS_DTPREL32;
  }

  void write(byte[] out, int at, Values values, long dynamicAddress) {
    int word = link.wordSize();
    LittleEndian.set(out, at, word, dynamicAddress);
    for (Slot slot : slots) {
      int place = at + slot.index() * word;
      LinkSymbol symbol = slot.symbol();
      switch (slot.use()) {
        case ADDRESS -> {
          if (!symbol.preemptible) {
            LittleEndian.set(out, place, word, values.address(symbol));
          }
        }
        case TLS_IE -> {
          if (!symbol.preemptible && !link.isShared()) {
            LittleEndian.set(out, place, word, values.tpOffset(symbol, 0));
          }
        }
        case TLS_GD -> {
          if (!symbol.preemptible) {
            LittleEndian.set(out, place, word, link.isShared() ? 0 : 1);
            long offset = values.tpOffset(symbol, 0) - Values.DTP_OFFSET;
            LittleEndian.set(out, place + word, word, offset);
          }
        }
        case TLS_DESC -> {}
      }
    }
  }
}
