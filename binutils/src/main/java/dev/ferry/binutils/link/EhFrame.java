package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Contents;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.LittleEndian;
import dev.ferry.binutils.elf.Relocations;
import dev.ferry.binutils.elf.Symbol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All .eh_frame input as one section (LSB, "Exception Frames"): equal CIEs once, FDEs of dropped
 * code left out, CIE pointers rewritten. A section that cannot be parsed is kept as it is.
 */
final class EhFrame extends InputSection {
  /** One CIE or FDE in the output. */
  private static final class Entry {
    final InputSection source;
    final int start;
    final int length;
    final @Nullable Entry cie;
    final @Nullable LinkSymbol begin;
    int place;

    Entry(
        InputSection source,
        int start,
        int length,
        @Nullable Entry cie,
        @Nullable LinkSymbol begin) {
      this.source = source;
      this.start = start;
      this.length = length;
      this.cie = cie;
      this.begin = begin;
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Entry> cies = new HashMap<>();
  private boolean terminated;
  int fdes;

  private EhFrame(InputSection first) {
    super(".eh_frame", Elf.SHT_PROGBITS, first.flags, first.alignment);
  }

  /** Replaces the .eh_frame parts of an output section by one; null when there are none. */
  static @Nullable EhFrame build(OutputSection output, List<InputSection> added) {
    EhFrame frame = null;
    List<LayoutElement> result = new ArrayList<>();
    for (LayoutElement element : output.elements) {
      if (element instanceof InputSection section
          && section.section != null
          && section.name.equals(".eh_frame")
          && isWellFormed(section)) {
        if (frame == null) {
          frame = new EhFrame(section);
          frame.output = output;
          added.add(frame);
          result.add(frame);
        }
        frame.add(section);
      } else {
        result.add(element);
      }
    }
    if (frame != null) {
      output.elements.clear();
      output.elements.addAll(result);
      frame.place();
    }
    return frame;
  }

  private static boolean isWellFormed(InputSection section) {
    Contents contents = contents(section);
    int at = 0;
    while (at + 4 <= contents.size()) {
      int length = contents.i32(at);
      if (length == 0) {
        at += 4;
        continue;
      }
      if (length < 4 || length > contents.size() - at - 4) {
        return false;
      }
      int back = contents.i32(at + 4);
      if (back != 0 && (back < 0 || back > at + 4)) {
        return false;
      }
      at += length + 4;
    }
    return at == contents.size();
  }

  private static Contents contents(InputSection section) {
    return section.section == null ? new Contents() : section.section.contents();
  }

  private void add(InputSection section) {
    alignment = Math.max(alignment, section.alignment);
    section.output = null;
    Contents contents = contents(section);
    Pieces pieces = new Pieces(this, 16);
    section.pieces = pieces;
    Map<Integer, Entry> cieAt = new HashMap<>();
    int at = 0;
    int relocation = 0;
    while (at + 4 <= contents.size()) {
      int length = contents.i32(at);
      if (length == 0) {
        terminated = true;
        pieces.add(at, -1);
        at += 4;
        continue;
      }
      relocation = firstRelocation(section, relocation, at);
      int back = contents.i32(at + 4);
      Entry entry;
      if (back == 0) {
        entry = cie(section, at, length + 4, relocation);
        cieAt.put(at, entry);
      } else {
        entry = fde(section, at, length + 4, relocation, cieAt.get(at + 4 - back));
      }
      // Places come later; a dropped record and a CIE that equals an earlier one have none.
      pieces.add(at, entry != null && entry.source == section && entry.start == at ? 0 : -1);
      at += length + 4;
    }
  }

  private static int firstRelocation(InputSection section, int from, int at) {
    Relocations relocations = section.relocations();
    int i = from;
    while (i < relocations.size() && relocations.offset(i) < at) {
      i++;
    }
    return i;
  }

  private Entry cie(InputSection section, int at, int length, int relocation) {
    String key = key(section, at, length, relocation);
    Entry known = cies.get(key);
    if (known == null) {
      known = new Entry(section, at, length, null, null);
      cies.put(key, known);
      entries.add(known);
    }
    return known;
  }

  /** The bytes and, as the personality routine is a relocation, what they refer to. */
  private static String key(InputSection section, int at, int length, int relocation) {
    Contents contents = contents(section);
    StringBuilder key = new StringBuilder(length + 16);
    for (int i = 0; i < length; i++) {
      key.append((char) contents.u8(at + i));
    }
    Relocations relocations = section.relocations();
    for (int i = relocation; i < relocations.size() && relocations.offset(i) < at + length; i++) {
      Symbol symbol = relocations.symbol(i);
      LinkSymbol target =
          symbol == null || section.file == null ? null : section.file.symbol(symbol);
      key.append(relocations.offset(i) - at).append(':').append(relocations.number(i)).append(':');
      key.append(target == null ? 0 : System.identityHashCode(target)).append('+');
      key.append(relocations.addend(i));
    }
    return key.toString();
  }

  private @Nullable Entry fde(
      InputSection section, int at, int length, int relocation, @Nullable Entry cie) {
    Relocations relocations = section.relocations();
    LinkSymbol begin = null;
    if (relocation < relocations.size() && relocations.offset(relocation) == at + 8) {
      Symbol symbol = relocations.symbol(relocation);
      begin = symbol == null || section.file == null ? null : section.file.symbol(symbol);
    }
    if (cie == null || begin == null || !isAlive(begin)) {
      return null;
    }
    Entry entry = new Entry(section, at, length, cie, begin);
    entries.add(entry);
    fdes++;
    return entry;
  }

  private static boolean isAlive(LinkSymbol begin) {
    InputSection in = begin.section;
    return in != null && !in.discarded && in.output != null;
  }

  private void place() {
    int at = 0;
    for (Entry entry : entries) {
      entry.place = at;
      at += entry.length;
    }
    size = at + (terminated ? 4 : 0);
    for (Entry entry : entries) {
      Pieces pieces = entry.source.pieces;
      if (pieces != null) {
        int piece = pieces.pieceAt(entry.start);
        pieces.targets[piece] = entry.place;
      }
    }
  }

  @Override
  void write(byte[] out, int at) {
    for (Entry entry : entries) {
      Contents contents = contents(entry.source);
      System.arraycopy(
          contents.array(),
          contents.arrayOffset() + entry.start,
          out,
          at + entry.place,
          entry.length);
      if (entry.cie != null) {
        LittleEndian.set(out, at + entry.place + 4, 4, entry.place + 4 - entry.cie.place);
      }
    }
  }

  /** Writes the sorted lookup table of .eh_frame_hdr. */
  void writeHeader(byte[] out, int at, long address, Values values) {
    out[at] = 1;
    out[at + 1] = 0x1b;
    out[at + 2] = 0x03;
    out[at + 3] = 0x3b;
    LittleEndian.set(out, at + 4, 4, address() - (address + 4));
    LittleEndian.set(out, at + 8, 4, fdes);
    long[] keys = new long[fdes];
    int count = 0;
    for (Entry entry : entries) {
      if (entry.begin != null) {
        long begin = values.address(entry.begin) - address;
        long fde = address() + entry.place - address;
        keys[count++] = begin << 32 | fde & 0xffff_ffffL;
      }
    }
    Arrays.sort(keys);
    for (int i = 0; i < count; i++) {
      LittleEndian.set(out, at + 12 + 8 * i, 4, keys[i] >> 32);
      LittleEndian.set(out, at + 16 + 8 * i, 4, keys[i]);
    }
  }
}
