package dev.ferry.binutils.asm;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.LittleEndian;
import dev.ferry.binutils.elf.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A section under construction: fixed bytes, fragments of unknown size between them, and fixups. A
 * place in it is a pair (fixed offset, number of fragments before); its address is known once the
 * fragments' sizes are. Made by {@link ObjectBuilder}.
 */
public final class AsmSection {
  private static final int LIMIT = 1 << 28;
  private static final int NOBITS_LIMIT = Integer.MAX_VALUE - (1 << 16);

  final String name;
  final int id;
  int type;
  long flags;
  int entrySize;
  long alignment = 1;
  @Nullable String group;
  boolean comdat;
  @Nullable String linkedTo;
  int uniqueId = -1;

  byte[] bytes = new byte[64];
  int size;
  final List<Fragment> fragments = new ArrayList<>();
  final List<Fixup> fixups = new ArrayList<>();

  // Numbered parts (.subsection), and in a part its section and the labels that are in it.
  final TreeMap<Integer, AsmSection> parts = new TreeMap<>();
  @Nullable AsmSection parent;
  final List<AsmSymbol> labels = new ArrayList<>();

  static final int MAP_DATA = 1;
  static final int MAP_CODE = 2;

  // What the last byte was, for mapping symbols: 0 at first.
  int mapState;
  @Nullable String mapArch;
  @Nullable AsmSymbol lastMapping;

  // After layout: address of the run of bytes before fragment i, and where it starts.
  long[] runAddress = new long[0];
  int[] runStart = new int[0];
  // Whether the last fragment is the padding at the end.
  boolean padded;
  @Nullable Section object;

  AsmSection(String name, int id, int type, long flags, int entrySize) {
    this.name = name;
    this.id = id;
    this.type = type;
    this.flags = flags;
    this.entrySize = entrySize;
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** SHF_ bits. */
  public long flags() {
    return flags;
  }

  /** SHT_ number. */
  public int type() {
    return type;
  }

  /** Whether it holds instructions. */
  public boolean isCode() {
    return (flags & Elf.SHF_EXECINSTR) != 0;
  }

  boolean isNobits() {
    return type == Elf.SHT_NOBITS;
  }

  /** Number of fixed bytes so far; the size of the section if no fragment has one. */
  public int fixedSize() {
    return size;
  }

  private void reserve(long count) {
    if (count < 0 || count > (isNobits() ? NOBITS_LIMIT : LIMIT) - size) {
      throw new AssemblyException("section " + name + " is too large");
    }
    if (size + count > bytes.length && !isNobits()) {
      bytes =
          Arrays.copyOf(bytes, (int) Math.max(size + count, Math.min(LIMIT, bytes.length * 2L)));
    }
  }

  void put(int width, long value) {
    reserve(width);
    if (isNobits()) {
      requireZero(value);
    } else {
      for (int i = 0; i < width; i++) {
        bytes[size + i] = (byte) (i < 8 ? value >> 8 * i : value >> 63);
      }
    }
    size += width;
  }

  void put(byte[] source, int from, int length) {
    reserve(length);
    if (isNobits()) {
      for (int i = 0; i < length; i++) {
        requireZero(source[from + i]);
      }
    } else {
      System.arraycopy(source, from, bytes, size, length);
    }
    size += length;
  }

  void fill(long count, int width, long pattern) {
    if (count > NOBITS_LIMIT) {
      throw new AssemblyException("section " + name + " is too large");
    }
    long total = count * width;
    reserve(total);
    if (pattern == 0 || isNobits()) {
      requireZeroIfNobits(pattern);
      size += (int) total;
      return;
    }
    for (long i = 0; i < count; i++) {
      put(width, pattern);
    }
  }

  private void requireZeroIfNobits(long value) {
    if (isNobits()) {
      requireZero(value);
    }
  }

  private void requireZero(long value) {
    if (value != 0) {
      throw new AssemblyException("attempt to store non-zero value in section `" + name + "'");
    }
  }

  void set32(int offset, int value) {
    LittleEndian.set(bytes, offset, 4, value);
  }

  /** Makes {@code symbol} a label at the end of what is here. */
  void place(AsmSymbol symbol) {
    symbol.section = this;
    symbol.offset = size;
    symbol.fragment = fragments.size();
    if (parent != null) {
      labels.add(symbol);
    }
  }

  // --- The end ----------------------------------------------------------------------------------

  /** Appends the numbered parts; their labels become labels of this section. */
  void joinParts() {
    for (AsmSection part : parts.values()) {
      int bytesBefore = size;
      int fragmentsBefore = fragments.size();
      alignment = Math.max(alignment, part.alignment);
      reserve(part.size);
      if (!isNobits()) {
        System.arraycopy(part.bytes, 0, bytes, size, part.size);
      }
      size += part.size;
      for (Fragment fragment : part.fragments) {
        fragments.add(fragment.moved(bytesBefore));
      }
      for (Fixup fixup : part.fixups) {
        fixups.add(fixup.moved(bytesBefore, fragmentsBefore));
      }
      for (AsmSymbol label : part.labels) {
        label.section = this;
        label.offset += bytesBefore;
        label.fragment += fragmentsBefore;
      }
    }
    parts.clear();
  }

  /** A section of code ends at a multiple of its alignment. */
  void padCode() {
    if (isCode() && alignment > 1 && !isNobits()) {
      Fragment fragment = new Fragment(Fragment.Kind.CODE_ALIGN, size, AsmLocation.NONE);
      fragment.alignment = alignment;
      fragments.add(fragment);
      padded = true;
    }
  }

  // --- Layout ------------------------------------------------------------------------------

  /** Prepares the address arrays; runs of bytes are numbered by the fragments before them. */
  void startLayout() {
    int runs = fragments.size() + 1;
    runAddress = new long[runs];
    runStart = new int[runs];
    for (int i = 1; i < runs; i++) {
      runStart[i] = fragments.get(i - 1).fixed;
    }
  }

  /** The offset in the final section of a place. */
  long address(int offset, int fragment) {
    return runAddress[fragment] + (offset - runStart[fragment]);
  }

  /** The offset in the final section where fragment {@code i} begins. */
  long fragmentAddress(int i) {
    return runAddress[i] + (fragments.get(i).fixed - runStart[i]);
  }

  /** The size of the whole, after layout. */
  long finalSize() {
    int last = fragments.size();
    return address(size, last);
  }

  @Override
  public String toString() {
    return name;
  }
}
