package dev.ferry.binutils.dwarf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One unit of .debug_info (DWARF 5, 7.5): reads its tree of entries once and keeps what places code
 * in functions: subprograms and inlined calls with their address ranges.
 */
final class UnitReader {
  private static final int MAX_DEPTH = 2000;

  record Specification(int attribute, int form, long constant) {}

  record Abbreviation(int tag, boolean hasChildren, List<Specification> specifications) {}

  /** The attributes of one entry that are looked at. */
  static final class Attributes {
    @Nullable String name;
    @Nullable String linkageName;
    @Nullable String directory;
    long low;
    long high;
    boolean hasLow;
    boolean highIsSize;
    boolean hasHigh;
    long ranges = -1;
    boolean rangesIndexed;
    long origin = -1;
    long lineOffset = -1;
    int callFile;
    int callLine;
  }

  private final DebugSections sections;
  final DwarfCursor in;
  private final long start;
  private final Map<Long, Abbreviation> abbreviations = new HashMap<>();
  private int version;
  private int offsetSize = 4;
  private int addressSize;
  private long stringOffsetsBase;
  private long addressBase;
  private long rangeListsBase;
  private long baseAddress;
  private final Map<Long, FunctionEntry> byOffset = new HashMap<>();
  final List<FunctionEntry> functions = new ArrayList<>();
  @Nullable String name;
  @Nullable String directory;
  long lineOffset = -1;
  final long next;

  /** Where its entries start; behind {@link #next} for a unit without. */
  long firstEntry = Long.MAX_VALUE;

  UnitReader(DebugSections sections, long offset) {
    this.sections = sections;
    this.start = offset;
    this.in = new DwarfCursor(".debug_info", sections.get(".debug_info"), offset);
    long length = in.u32();
    if (length == 0xffff_ffffL) {
      length = in.i64();
      offsetSize = 8;
    }
    if (length < 0 || length > in.end - in.at) {
      throw in.bad("unit runs past its section");
    }
    next = in.at + length;
    in.end = next;
  }

  /** Reads the whole unit. */
  void read() {
    version = in.u16();
    if (version < 2 || version > 5) {
      return;
    }
    long abbreviationOffset;
    if (version >= 5) {
      int unitType = in.u8();
      addressSize = in.u8();
      abbreviationOffset = in.number(offsetSize);
      if (unitType == 4 || unitType == 5) {
        in.skip(8);
      }
      if (unitType == 2 || unitType == 6) {
        in.skip(8L + offsetSize);
        return;
      }
    } else {
      abbreviationOffset = in.number(offsetSize);
      addressSize = in.u8();
    }
    readAbbreviations(abbreviationOffset);
    stringOffsetsBase = offsetSize == 8 ? 16 : 8;
    addressBase = offsetSize == 8 ? 16 : 8;
    rangeListsBase = offsetSize == 8 ? 20 : 12;
    firstEntry = in.at;
    readEntries();
    resolveNames();
  }

  private void readAbbreviations(long offset) {
    DwarfCursor table = new DwarfCursor(".debug_abbrev", sections.get(".debug_abbrev"), offset);
    while (!table.atEnd()) {
      long code = table.uleb();
      if (code == 0) {
        return;
      }
      int tag = (int) table.uleb();
      boolean children = table.u8() != 0;
      List<Specification> specifications = new ArrayList<>();
      while (true) {
        int attribute = (int) table.uleb();
        int form = (int) table.uleb();
        long constant = form == Forms.IMPLICIT_CONST ? table.sleb() : 0;
        if (attribute == 0 && form == 0) {
          break;
        }
        specifications.add(new Specification(attribute, form, constant));
      }
      abbreviations.put(code, new Abbreviation(tag, children, specifications));
    }
  }

  private void readEntries() {
    List<@Nullable FunctionEntry> parents = new ArrayList<>();
    while (in.at < next) {
      long offset = in.at;
      long code = in.uleb();
      if (code == 0) {
        if (!parents.isEmpty()) {
          parents.removeLast();
        }
        continue;
      }
      Abbreviation abbreviation = abbreviation(code);
      Attributes attributes = readAttributes(abbreviation);
      FunctionEntry parent = parents.isEmpty() ? null : parents.getLast();
      FunctionEntry entry = take(abbreviation.tag(), offset, attributes, parent);
      if (abbreviation.hasChildren()) {
        if (parents.size() > MAX_DEPTH) {
          throw in.bad("entries nested too deeply");
        }
        parents.add(entry == null ? parent : entry);
      }
    }
  }

  private @Nullable FunctionEntry take(
      int tag, long offset, Attributes attributes, @Nullable FunctionEntry parent) {
    switch (tag) {
      case Forms.TAG_COMPILE_UNIT, Forms.TAG_SKELETON_UNIT -> {
        name = attributes.name;
        directory = attributes.directory;
        lineOffset = attributes.lineOffset;
        baseAddress = attributes.low;
        return null;
      }
      case Forms.TAG_SUBPROGRAM, Forms.TAG_INLINED_SUBROUTINE -> {
        FunctionEntry entry =
            new FunctionEntry(
                attributes.name,
                attributes.linkageName,
                attributes.origin,
                tag == Forms.TAG_INLINED_SUBROUTINE,
                attributes.callFile,
                attributes.callLine,
                parent);
        readRanges(attributes, entry);
        byOffset.put(offset, entry);
        if (entry.hasRanges()) {
          functions.add(entry);
        }
        return entry;
      }
      default -> {
        return null;
      }
    }
  }

  Abbreviation abbreviation(long code) {
    Abbreviation abbreviation = abbreviations.get(code);
    if (abbreviation == null) {
      throw in.bad("unknown abbreviation " + code);
    }
    return abbreviation;
  }

  /** An attribute's value as {@link DebugEntry} keeps it; null for what it does not. */
  @Nullable Object value(int form, long constant) {
    return switch (form) {
      case Forms.STRING,
          Forms.STRP,
          Forms.LINE_STRP,
          Forms.STRX,
          Forms.STRX1,
          Forms.STRX2,
          Forms.STRX3,
          Forms.STRX4 ->
          string(form);
      case Forms.BLOCK, Forms.EXPRLOC -> in.bytes(in.uleb());
      case Forms.BLOCK1 -> in.bytes(in.u8());
      case Forms.BLOCK2 -> in.bytes(in.u16());
      case Forms.BLOCK4 -> in.bytes(in.u32());
      case Forms.REF1, Forms.REF2, Forms.REF4, Forms.REF8, Forms.REF_UDATA ->
          start + number(form, constant);
      case Forms.INDIRECT -> value((int) in.uleb(), constant);
      case Forms.DATA16, Forms.REF_SIG8, Forms.REF_SUP4, Forms.REF_SUP8, Forms.STRP_SUP -> {
        skip(form);
        yield null;
      }
      default ->
          isAddressIndex(form) || form == Forms.ADDR
              ? address(form)
              : (Object) number(form, constant);
    };
  }

  /** Pairs of addresses. */
  long[] rangesOf(Attributes attributes) {
    FunctionEntry code = new FunctionEntry(null, null, -1, false, 0, 0, null);
    readRanges(attributes, code);
    return code.ranges();
  }

  private Attributes readAttributes(Abbreviation abbreviation) {
    Attributes out = new Attributes();
    for (Specification specification : abbreviation.specifications()) {
      readAttribute(out, specification.attribute(), specification.form(), specification.constant());
    }
    return out;
  }

  void readAttribute(Attributes out, int attribute, int form, long constant) {
    switch (attribute) {
      case Forms.AT_NAME -> out.name = string(form);
      case Forms.AT_LINKAGE_NAME -> out.linkageName = string(form);
      case Forms.AT_COMP_DIR -> out.directory = string(form);
      case Forms.AT_STMT_LIST -> out.lineOffset = number(form, constant);
      case Forms.AT_LOW_PC -> {
        out.low = address(form);
        out.hasLow = true;
      }
      case Forms.AT_HIGH_PC -> {
        out.highIsSize = form != Forms.ADDR && !isAddressIndex(form);
        out.high = out.highIsSize ? number(form, constant) : address(form);
        out.hasHigh = true;
      }
      case Forms.AT_RANGES -> {
        out.rangesIndexed = form == Forms.RNGLISTX;
        out.ranges = number(form, constant);
      }
      case Forms.AT_ABSTRACT_ORIGIN, Forms.AT_SPECIFICATION -> {
        long reference = number(form, constant);
        out.origin = form == Forms.REF_ADDR ? reference : start + reference;
      }
      case Forms.AT_CALL_FILE -> out.callFile = (int) number(form, constant);
      case Forms.AT_CALL_LINE -> out.callLine = (int) number(form, constant);
      case Forms.AT_STR_OFFSETS_BASE -> stringOffsetsBase = number(form, constant);
      case Forms.AT_ADDR_BASE -> addressBase = number(form, constant);
      case Forms.AT_RNGLISTS_BASE -> rangeListsBase = number(form, constant);
      default -> skip(form);
    }
  }

  private static boolean isAddressIndex(int form) {
    return form == Forms.ADDRX || form >= Forms.ADDRX1 && form <= Forms.ADDRX4;
  }

  private long address(int form) {
    if (form == Forms.ADDR) {
      return in.number(addressSize);
    }
    long index = number(form, 0);
    return addressAt(index);
  }

  private long addressAt(long index) {
    DwarfCursor table =
        new DwarfCursor(
            ".debug_addr", sections.get(".debug_addr"), addressBase + index * addressSize);
    return table.number(addressSize);
  }

  private @Nullable String string(int form) {
    return switch (form) {
      case Forms.STRING -> in.string();
      case Forms.STRP -> stringIn(".debug_str", in.number(offsetSize));
      case Forms.LINE_STRP -> stringIn(".debug_line_str", in.number(offsetSize));
      case Forms.STRX, Forms.STRX1, Forms.STRX2, Forms.STRX3, Forms.STRX4 -> {
        long index = number(form, 0);
        DwarfCursor table =
            new DwarfCursor(
                ".debug_str_offsets",
                sections.get(".debug_str_offsets"),
                stringOffsetsBase + index * offsetSize);
        yield stringIn(".debug_str", table.number(offsetSize));
      }
      default -> {
        skip(form);
        yield null;
      }
    };
  }

  private String stringIn(String section, long offset) {
    return new DwarfCursor(section, sections.get(section), offset).string();
  }

  private long number(int form, long constant) {
    return switch (form) {
      case Forms.DATA1, Forms.REF1, Forms.FLAG, Forms.STRX1, Forms.ADDRX1 -> in.u8();
      case Forms.DATA2, Forms.REF2, Forms.STRX2, Forms.ADDRX2 -> in.u16();
      case Forms.STRX3, Forms.ADDRX3 -> in.number(3);
      case Forms.DATA4, Forms.REF4, Forms.STRX4, Forms.ADDRX4, Forms.REF_SUP4 -> in.u32();
      case Forms.DATA8, Forms.REF8, Forms.REF_SIG8, Forms.REF_SUP8 -> in.i64();
      case Forms.UDATA, Forms.REF_UDATA, Forms.STRX, Forms.ADDRX, Forms.LOCLISTX, Forms.RNGLISTX ->
          in.uleb();
      case Forms.SDATA -> in.sleb();
      case Forms.SEC_OFFSET, Forms.STRP, Forms.LINE_STRP, Forms.STRP_SUP -> in.number(offsetSize);
      case Forms.REF_ADDR -> in.number(version <= 2 ? addressSize : offsetSize);
      case Forms.ADDR -> in.number(addressSize);
      case Forms.IMPLICIT_CONST -> constant;
      case Forms.FLAG_PRESENT -> 1;
      default -> {
        skip(form);
        yield 0;
      }
    };
  }

  private void skip(int form) {
    switch (form) {
      case Forms.BLOCK1 -> in.skip(in.u8());
      case Forms.BLOCK2 -> in.skip(in.u16());
      case Forms.BLOCK4 -> in.skip(in.u32());
      case Forms.BLOCK, Forms.EXPRLOC -> in.skip(in.uleb());
      case Forms.STRING -> in.string();
      case Forms.DATA16 -> in.skip(16);
      case Forms.INDIRECT -> skip((int) in.uleb());
      case Forms.FLAG_PRESENT, Forms.IMPLICIT_CONST -> {}
      case Forms.ADDR,
          Forms.DATA1,
          Forms.DATA2,
          Forms.DATA4,
          Forms.DATA8,
          Forms.FLAG,
          Forms.SDATA,
          Forms.UDATA,
          Forms.STRP,
          Forms.LINE_STRP,
          Forms.STRP_SUP,
          Forms.REF_ADDR,
          Forms.REF1,
          Forms.REF2,
          Forms.REF4,
          Forms.REF8,
          Forms.REF_UDATA,
          Forms.SEC_OFFSET,
          Forms.STRX,
          Forms.STRX1,
          Forms.STRX2,
          Forms.STRX3,
          Forms.STRX4,
          Forms.ADDRX,
          Forms.ADDRX1,
          Forms.ADDRX2,
          Forms.ADDRX3,
          Forms.ADDRX4,
          Forms.REF_SUP4,
          Forms.REF_SUP8,
          Forms.REF_SIG8,
          Forms.LOCLISTX,
          Forms.RNGLISTX ->
          number(form, 0);
      default -> throw in.bad("unknown form 0x" + Integer.toHexString(form));
    }
  }

  private void readRanges(Attributes attributes, FunctionEntry entry) {
    if (attributes.hasLow && attributes.hasHigh) {
      long end = attributes.highIsSize ? attributes.low + attributes.high : attributes.high;
      entry.addRange(attributes.low, end);
    } else if (attributes.ranges >= 0) {
      if (version >= 5) {
        readRangeList(attributes, entry);
      } else {
        readOldRanges(attributes.ranges, entry);
      }
    }
  }

  private void readOldRanges(long offset, FunctionEntry entry) {
    DwarfCursor list = new DwarfCursor(".debug_ranges", sections.get(".debug_ranges"), offset);
    long base = baseAddress;
    while (!list.atEnd()) {
      long low = list.number(addressSize);
      long high = list.number(addressSize);
      if (low == 0 && high == 0) {
        return;
      }
      if (low == (addressSize == 8 ? -1L : 0xffff_ffffL)) {
        base = high;
      } else {
        entry.addRange(base + low, base + high);
      }
    }
  }

  private void readRangeList(Attributes attributes, FunctionEntry entry) {
    long offset = attributes.ranges;
    if (attributes.rangesIndexed) {
      DwarfCursor index =
          new DwarfCursor(
              ".debug_rnglists",
              sections.get(".debug_rnglists"),
              rangeListsBase + offset * offsetSize);
      offset = rangeListsBase + index.number(offsetSize);
    }
    DwarfCursor list = new DwarfCursor(".debug_rnglists", sections.get(".debug_rnglists"), offset);
    long base = baseAddress;
    while (!list.atEnd()) {
      int kind = list.u8();
      switch (kind) {
        case 0 -> {
          return;
        }
        case 1 -> base = addressAt(list.uleb());
        case 2 -> entry.addRange(addressAt(list.uleb()), addressAt(list.uleb()));
        case 3 -> {
          long from = addressAt(list.uleb());
          entry.addRange(from, from + list.uleb());
        }
        case 4 -> entry.addRange(base + list.uleb(), base + list.uleb());
        case 5 -> base = list.number(addressSize);
        case 6 -> entry.addRange(list.number(addressSize), list.number(addressSize));
        case 7 -> {
          long from = list.number(addressSize);
          entry.addRange(from, from + list.uleb());
        }
        default -> throw list.bad("unknown range list entry " + kind);
      }
    }
  }

  /** An out-of-line or inlined instance takes its name from its abstract origin. */
  private void resolveNames() {
    for (FunctionEntry entry : functions) {
      FunctionEntry named = entry;
      for (int hops = 0; hops < 8 && named.name() == null && named.origin() >= 0; hops++) {
        FunctionEntry origin = byOffset.get(named.origin());
        if (origin == null) {
          break;
        }
        named = origin;
      }
      entry.resolve(named.name(), named.linkageName());
    }
  }
}
