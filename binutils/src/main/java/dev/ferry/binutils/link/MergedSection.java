package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Contents;
import dev.ferry.binutils.elf.Elf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * SHF_MERGE sections of one output section, flags and entry size, folded: equal constants and
 * strings once, and in allocated sections a string that ends another shares its bytes.
 */
final class MergedSection extends InputSection {
  private final List<InputSection> parts = new ArrayList<>();

  /** Unique pieces: where each is in its source, its length, and its place in the output. */
  private byte[][] sources = new byte[64][];

  private int[] starts = new int[64];
  private int[] lengths = new int[64];
  private int[] places = new int[64];
  private int[] aligns = new int[64];
  private int unique;
  private int[] table = new int[256];

  MergedSection(InputSection first) {
    super(first.name, first.type, first.flags, first.alignment);
    this.entrySize = first.entrySize;
  }

  /**
   * Folds the mergeable parts of an output section into merged ones, each at its first part's
   * place.
   */
  static void mergeAll(OutputSection output, List<InputSection> added) {
    List<LayoutElement> elements = output.elements;
    List<MergedSection> merged = new ArrayList<>();
    List<LayoutElement> result = new ArrayList<>(elements.size());
    for (LayoutElement element : elements) {
      if (element instanceof InputSection section && isMergeable(section)) {
        MergedSection target = null;
        for (MergedSection candidate : merged) {
          if (candidate.takes(section)) {
            target = candidate;
            break;
          }
        }
        if (target == null) {
          target = new MergedSection(section);
          target.output = output;
          merged.add(target);
          result.add(target);
          added.add(target);
        }
        target.parts.add(section);
      } else {
        result.add(element);
      }
    }
    if (!merged.isEmpty()) {
      elements.clear();
      elements.addAll(result);
      for (MergedSection target : merged) {
        target.fold();
      }
    }
  }

  private static boolean isMergeable(InputSection section) {
    return section.hasFlag(Elf.SHF_MERGE)
        && section.entrySize > 0
        && section.entrySize <= 256
        && section.section != null
        && !section.isNobits()
        && section.relocations().isEmpty()
        && section.size > 0
        && section.size % section.entrySize == 0
        && (!section.hasFlag(Elf.SHF_STRINGS) || isTerminated(section));
  }

  private static boolean isTerminated(InputSection section) {
    Contents contents = section.section == null ? new Contents() : section.section.contents();
    int width = (int) section.entrySize;
    for (int i = 1; i <= width; i++) {
      if (contents.u8(contents.size() - i) != 0) {
        return false;
      }
    }
    return true;
  }

  private boolean takes(InputSection section) {
    return section.flags == flags
        && section.entrySize == entrySize
        && (section.alignment == alignment || hasFlag(Elf.SHF_STRINGS) && !isAlloc());
  }

  private void fold() {
    for (InputSection part : parts) {
      alignment = Math.max(alignment, part.alignment);
      part.pieces = new Pieces(this, 8);
      part.output = null;
      Contents contents = part.section == null ? new Contents() : part.section.contents();
      if (hasFlag(Elf.SHF_STRINGS)) {
        splitStrings(part.pieces, contents, (int) part.alignment);
      } else {
        splitConstants(part.pieces, contents);
      }
    }
    int[] hosts = hasFlag(Elf.SHF_STRINGS) && isAlloc() ? hosts() : new int[0];
    place(hosts);
    for (InputSection part : parts) {
      Pieces pieces = part.pieces;
      if (pieces != null) {
        for (int i = 0; i < pieces.count; i++) {
          pieces.targets[i] = places[pieces.targets[i]];
        }
      }
    }
    table = new int[0];
  }

  private void splitConstants(Pieces pieces, Contents contents) {
    int width = (int) entrySize;
    for (int at = 0; at + width <= contents.size(); at += width) {
      pieces.add(at, intern(contents.array(), contents.arrayOffset() + at, width, width));
    }
  }

  private void splitStrings(Pieces pieces, Contents contents, int align) {
    byte[] bytes = contents.array();
    int base = contents.arrayOffset();
    int width = (int) entrySize;
    int at = 0;
    while (at < contents.size()) {
      int end = at;
      while (!isZero(bytes, base + end, width)) {
        end += width;
      }
      end += width;
      pieces.add(at, intern(bytes, base + at, end - at, align));
      at = end;
      // The assembler pads between aligned strings with zeros, which are no strings of their own.
      while (align > width
          && (at & align - 1) != 0
          && at < contents.size()
          && isZero(bytes, base + at, width)) {
        at += width;
      }
    }
  }

  private static boolean isZero(byte[] bytes, int at, int width) {
    for (int i = 0; i < width; i++) {
      if (bytes[at + i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Number of the unique piece with these bytes. */
  private int intern(byte[] bytes, int start, int length, int align) {
    int hash = 1;
    for (int i = start; i < start + length; i++) {
      hash = hash * 31 + bytes[i];
    }
    hash ^= hash >>> 15;
    int mask = table.length - 1;
    int slot = hash & mask;
    while (table[slot] != 0) {
      int known = table[slot] - 1;
      if (lengths[known] == length
          && Arrays.equals(
              sources[known],
              starts[known],
              starts[known] + length,
              bytes,
              start,
              start + length)) {
        aligns[known] = Math.max(aligns[known], align);
        return known;
      }
      slot = slot + 1 & mask;
    }
    if (unique == starts.length) {
      grow();
    }
    sources[unique] = bytes;
    starts[unique] = start;
    lengths[unique] = length;
    aligns[unique] = align;
    table[slot] = ++unique;
    if (unique * 2 > table.length) {
      rehash();
    }
    return unique - 1;
  }

  private void grow() {
    int size = unique * 2;
    sources = Arrays.copyOf(sources, size);
    starts = Arrays.copyOf(starts, size);
    lengths = Arrays.copyOf(lengths, size);
    places = Arrays.copyOf(places, size);
    aligns = Arrays.copyOf(aligns, size);
  }

  private void rehash() {
    int[] bigger = new int[table.length * 4];
    int mask = bigger.length - 1;
    for (int i = 0; i < unique; i++) {
      int hash = 1;
      for (int k = starts[i]; k < starts[i] + lengths[i]; k++) {
        hash = hash * 31 + sources[i][k];
      }
      int slot = (hash ^ hash >>> 15) & mask;
      while (bigger[slot] != 0) {
        slot = slot + 1 & mask;
      }
      bigger[slot] = i + 1;
    }
    table = bigger;
  }

  /** For each string the one it is a tail of, or -1: neighbours after sorting by reversed bytes. */
  private int[] hosts() {
    Integer[] order = new Integer[unique];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, this::compareReversed);
    int[] hosts = new int[unique];
    Arrays.fill(hosts, -1);
    for (int i = unique - 2; i >= 0; i--) {
      int tail = order[i];
      int next = order[i + 1];
      int host = hosts[next] < 0 ? next : hosts[next];
      int shift = lengths[host] - lengths[tail];
      if (shift >= 0
          && isTail(tail, next)
          && shift % Math.max(1, aligns[tail]) == 0
          && aligns[tail] <= aligns[host]) {
        hosts[tail] = host;
      }
    }
    return hosts;
  }

  private int compareReversed(int a, int b) {
    int i = lengths[a];
    int j = lengths[b];
    while (i > 0 && j > 0) {
      int difference = (sources[a][starts[a] + --i] & 0xff) - (sources[b][starts[b] + --j] & 0xff);
      if (difference != 0) {
        return difference;
      }
    }
    return i - j;
  }

  private boolean isTail(int tail, int whole) {
    int length = lengths[tail];
    int end = starts[whole] + lengths[whole];
    return length <= lengths[whole]
        && Arrays.equals(
            sources[tail], starts[tail], starts[tail] + length, sources[whole], end - length, end);
  }

  private void place(int[] hosts) {
    long at = 0;
    for (int i = 0; i < unique; i++) {
      if (hosts.length == 0 || hosts[i] < 0) {
        at = Expressions.align(at, Math.max(1, aligns[i]));
        places[i] = (int) at;
        at += lengths[i];
      }
    }
    for (int i = 0; i < unique && hosts.length > 0; i++) {
      if (hosts[i] >= 0) {
        places[i] = places[hosts[i]] + lengths[hosts[i]] - lengths[i];
      }
    }
    size = at;
  }

  @Override
  void write(byte[] out, int at) {
    for (int i = 0; i < unique; i++) {
      System.arraycopy(sources[i], starts[i], out, at + places[i], lengths[i]);
    }
  }
}
