package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.LittleEndian;
import dev.ferry.binutils.elf.RelocationType;
import java.util.ArrayList;
import java.util.List;

/**
 * The procedure linkage table (psABI, "Procedure Linkage Table"): a 32-byte header that calls the
 * lazy resolver and 16-byte entries that jump through .got.plt; and the same without header for
 * IFUNCs of this module, whose slots IRELATIVE relocations fill at start-up.
 */
final class Plt {
  private static final int HEADER_SIZE = 32;
  private static final int ENTRY_SIZE = 16;
  private static final int RESERVED_SLOTS = 2;

  final SyntheticSection plt;
  final SyntheticSection gotPlt;
  final SyntheticSection iplt;
  final SyntheticSection igotPlt;
  final DynamicRelocations relaPlt;
  final DynamicRelocations relaIplt;
  private final Link link;
  private final List<LinkSymbol> lazy = new ArrayList<>();
  private final List<LinkSymbol> ifuncs = new ArrayList<>();

  Plt(Link link) {
    this.link = link;
    int word = link.wordSize();
    long code = Elf.SHF_ALLOC | Elf.SHF_EXECINSTR;
    long writable = Elf.SHF_ALLOC | Elf.SHF_WRITE;
    this.plt = new SyntheticSection(".plt", Elf.SHT_PROGBITS, code, 16, 16);
    this.iplt = new SyntheticSection(".iplt", Elf.SHT_PROGBITS, code, 16, 16);
    this.gotPlt = new SyntheticSection(".got.plt", Elf.SHT_PROGBITS, writable, word, word);
    this.igotPlt = new SyntheticSection(".igot.plt", Elf.SHT_PROGBITS, writable, word, word);
    this.relaPlt = new DynamicRelocations(link, ".rela.plt");
    this.relaIplt = new DynamicRelocations(link, ".rela.iplt");
  }

  void add(LinkSymbol symbol) {
    int word = link.wordSize();
    if (symbol.isIfunc() && !symbol.preemptible) {
      symbol.pltIndex = ifuncs.size();
      ifuncs.add(symbol);
      iplt.size = (long) ifuncs.size() * ENTRY_SIZE;
      igotPlt.size = (long) ifuncs.size() * word;
      relaIplt.addIrelative(igotPlt, (long) symbol.pltIndex * word, symbol);
    } else {
      symbol.pltIndex = lazy.size();
      lazy.add(symbol);
      plt.size = HEADER_SIZE + (long) lazy.size() * ENTRY_SIZE;
      gotPlt.size = (long) (RESERVED_SLOTS + lazy.size()) * word;
      relaPlt.addSymbolic(
          gotPlt,
          (long) (RESERVED_SLOTS + symbol.pltIndex) * word,
          RelocationType.JUMP_SLOT,
          symbol,
          0);
    }
  }

  long address(LinkSymbol symbol) {
    if (symbol.isIfunc() && !symbol.preemptible) {
      return iplt.address() + (long) symbol.pltIndex * ENTRY_SIZE;
    }
    return plt.address() + HEADER_SIZE + (long) symbol.pltIndex * ENTRY_SIZE;
  }

  void writePlt(byte[] out, int at) {
    long header = plt.address();
    writeHeader(out, at, gotPlt.address() - header);
    for (int i = 0; i < lazy.size(); i++) {
      long entry = header + HEADER_SIZE + (long) i * ENTRY_SIZE;
      long slot = gotPlt.address() + (long) (RESERVED_SLOTS + i) * link.wordSize();
      writeEntry(out, at + HEADER_SIZE + i * ENTRY_SIZE, slot - entry);
    }
  }

  void writeIplt(byte[] out, int at) {
    for (int i = 0; i < ifuncs.size(); i++) {
      long entry = iplt.address() + (long) i * ENTRY_SIZE;
      long slot = igotPlt.address() + (long) i * link.wordSize();
      writeEntry(out, at + i * ENTRY_SIZE, slot - entry);
    }
  }

  void writeGotPlt(byte[] out, int at) {
    int word = link.wordSize();
    LittleEndian.set(out, at, word, -1);
    for (int i = 0; i < lazy.size(); i++) {
      LittleEndian.set(out, at + (RESERVED_SLOTS + i) * word, word, plt.address());
    }
  }

  void writeIgotPlt(byte[] out, int at) {
    int word = link.wordSize();
    for (int i = 0; i < ifuncs.size(); i++) {
      LittleEndian.set(out, at + i * word, word, 0);
    }
  }

  private void writeHeader(byte[] out, int at, long offset) {
    int load = link.is64 ? 3 : 2;
    int[] words = {
      0x00000397, // auipc t2, %pcrel_hi(.got.plt)
      0x41c30333, // sub t1, t1, t3: offset of the entry + header size + 12
      0x0003be03 & ~0x7000 | load << 12, // l[wd] t3, %pcrel_lo(t2): the resolver
      0xfd430313, // addi t1, t1, -(header size + 12)
      0x00038293, // addi t0, t2, %pcrel_lo: &.got.plt
      link.is64 ? 0x00135313 : 0x00235313, // srli t1, t1, log2(16 / word)
      0x0002b283 & ~0x7000 | load << 12 | link.wordSize() << 20, // l[wd] t0, word(t0): link map
      0x000e0067, // jr t3
    };
    for (int i = 0; i < words.length; i++) {
      LittleEndian.set(out, at + 4 * i, 4, words[i]);
    }
    Immediates.setHigh(out, at, offset);
    Immediates.setI(out, at + 8, offset);
    Immediates.setI(out, at + 16, offset);
  }

  private void writeEntry(byte[] out, int at, long offset) {
    int load = link.is64 ? 3 : 2;
    LittleEndian.set(out, at, 4, 0x00000e17); // auipc t3, %pcrel_hi(slot)
    LittleEndian.set(out, at + 4, 4, 0x000e0e03 | load << 12); // l[wd] t3, %pcrel_lo(t3)
    LittleEndian.set(out, at + 8, 4, 0x000e0367); // jalr t1, t3
    LittleEndian.set(out, at + 12, 4, 0x00000013); // nop
    Immediates.setHigh(out, at, offset);
    Immediates.setI(out, at + 4, offset);
  }
}
