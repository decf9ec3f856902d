package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Contents;
import dev.ferry.binutils.elf.LittleEndian;
import dev.ferry.binutils.elf.RelocationType;
import dev.ferry.binutils.elf.Relocations;
import dev.ferry.binutils.elf.Symbol;
import org.jspecify.annotations.Nullable;

/** Writes input sections into the image and applies their relocations (psABI, "Relocations"). */
final class Relocator {
  private static final int GP = 3;
  private static final int TP = 4;

  private final Link link;
  private final Values values;
  private final Synthetics synthetics;
  private final Locations locations;
  private final byte[] out;

  Relocator(Link link, Values values, Synthetics synthetics, byte[] out) {
    this.link = link;
    this.values = values;
    this.synthetics = synthetics;
    this.locations = new Locations(link);
    this.out = out;
  }

  /** Writes a section's bytes at file offset {@code base}, with relaxed parts taken out. */
  void writeBytes(InputSection section, int base) {
    RelaxedSection relaxed = section.relaxed;
    if (relaxed == null || section.section == null) {
      section.write(out, base);
      return;
    }
    Contents contents = section.section.contents();
    byte[] in = contents.array();
    int start = contents.arrayOffset();
    int from = 0;
    int to = base;
    Relocations relocations = relaxed.relocations;
    for (int i = 0; i < relocations.size(); i++) {
      int removed = relaxed.removedUpTo[i] - relaxed.removedBefore(i);
      byte action = relaxed.actions[i];
      if (removed == 0 || action == RelaxedSection.NONE) {
        continue;
      }
      int at = (int) relocations.offset(i);
      System.arraycopy(in, start + from, out, to, at - from);
      to += at - from;
      int kept = writeReplacement(section, i, action, in, start + at, to);
      to += kept;
      from = at + kept + removed;
    }
    System.arraycopy(in, start + from, out, to, contents.size() - from);
  }

  /** Writes what stands in place of a relaxed sequence and returns its length. */
  private int writeReplacement(
      InputSection section, int i, byte action, byte[] in, int source, int to) {
    RelaxedSection relaxed = section.relaxed;
    switch (action) {
      case RelaxedSection.CALL_TO_JAL -> {
        int link5 = LittleEndian.i32(in, source + 4) >>> 7 & 31;
        LittleEndian.set(out, to, 4, 0x6f | link5 << 7);
        return 4;
      }
      case RelaxedSection.CALL_FROM_ZERO -> {
        int link5 = LittleEndian.i32(in, source + 4) >>> 7 & 31;
        LittleEndian.set(out, to, 4, 0x67 | link5 << 7);
        return 4;
      }
      case RelaxedSection.CALL_TO_C_J -> {
        LittleEndian.set(out, to, 2, 0xa001);
        return 2;
      }
      case RelaxedSection.CALL_TO_C_JAL -> {
        LittleEndian.set(out, to, 2, 0x2001);
        return 2;
      }
      case RelaxedSection.LUI_TO_C_LUI -> {
        LittleEndian.set(out, to, 2, 0x6001 | LittleEndian.i32(in, source) & 0xf80);
        return 2;
      }
      case RelaxedSection.ALIGN -> {
        if (relaxed == null) {
          return 0;
        }
        int removed = relaxed.removedUpTo[i] - relaxed.removedBefore(i);
        int kept = (int) relaxed.relocations.addend(i) - removed;
        writeNops(to, kept);
        return kept;
      }
      default -> {
        return 0;
      }
    }
  }

  private void writeNops(int at, int length) {
    int place = at;
    int left = length;
    for (; left >= 4; left -= 4, place += 4) {
      LittleEndian.set(out, place, 4, 0x13);
    }
    if (left >= 2) {
      LittleEndian.set(out, place, 2, 1);
    }
  }

  /** Applies all relocations of a section whose bytes were written at {@code base}. */
  void relocate(InputSection section, int base) {
    InputObject file = section.file;
    if (file == null || section.section == null) {
      return;
    }
    Relocations relocations = section.relocations();
    RelaxedSection relaxed = section.relaxed;
    Pieces pieces = section.pieces;
    long limit = section.section.contents().size();
    for (int i = 0; i < relocations.size(); i++) {
      RelocationType type = relocations.type(i);
      if (type == null || type == RelocationType.RELAX || type == RelocationType.ALIGN) {
        continue;
      }
      long offset = relocations.offset(i);
      if (offset < 0 || offset + type.width() > limit) {
        locations.reportAt(section, offset, "relocation " + type.abiName() + " outside section");
        continue;
      }
      long moved = offset;
      if (pieces != null) {
        moved = pieces.map(offset);
        if (moved < 0) {
          continue;
        }
      } else if (relaxed != null) {
        moved -= relaxed.removedBefore(i);
      }
      Symbol symbol = relocations.symbol(i);
      LinkSymbol target = symbol == null ? null : file.symbol(symbol);
      long place = pieces != null ? pieces.target.address() + moved : section.address() + moved;
      int at = base + (int) moved;
      if (section.isAlloc()) {
        apply(section, relocations, i, type, target, place, at);
      } else {
        applyUnallocated(section, relocations, i, type, target, at);
      }
    }
  }

  private void apply(
      InputSection section,
      Relocations relocations,
      int i,
      RelocationType type,
      @Nullable LinkSymbol symbol,
      long place,
      int at) {
    long addend = relocations.addend(i);
    RelaxedSection relaxed = section.relaxed;
    byte action = relaxed == null ? RelaxedSection.NONE : relaxed.actions[i];
    switch (type) {
      case NONE, RELAX, ALIGN, TPREL_ADD, TLSDESC_CALL -> {
        if (type == RelocationType.TLSDESC_CALL) {
          applyDescriptorLow(section, type, symbol, at);
        }
      }
      case ABS32 -> {
        if (isKnown(symbol)) {
          LittleEndian.set(out, at, 4, values.target(symbol, addend));
        }
      }
      case ABS64 -> {
        if (isKnown(symbol)) {
          LittleEndian.set(out, at, 8, values.target(symbol, addend));
        }
      }
      case BRANCH -> branch(section, relocations, i, type, symbol, place, at, 13);
      case JAL -> branch(section, relocations, i, type, symbol, place, at, 21);
      case RVC_BRANCH -> branch(section, relocations, i, type, symbol, place, at, 9);
      case RVC_JUMP -> branch(section, relocations, i, type, symbol, place, at, 12);
      case CALL, CALL_PLT -> call(section, relocations, i, action, symbol, place, at);
      case GOT_HI20, TLS_GOT_HI20, TLS_GD_HI20, PCREL_HI20 ->
          high(section, relocations, i, type, action, symbol, place, at);
      case TLSDESC_HI20 -> applyDescriptorHigh(section, relocations, i, symbol, place, at);
      case TLSDESC_LOAD_LO12, TLSDESC_ADD_LO12 -> applyDescriptorLow(section, type, symbol, at);
      case PCREL_LO12_I, PCREL_LO12_S -> low(section, relocations, i, type, symbol, at);
      case HI20, RVC_LUI -> lui(section, relocations, i, action, symbol, at);
      case LO12_I, LO12_S -> absoluteLow(section, relocations, i, type, symbol, at);
      case TPREL_HI20 -> {
        if (action != RelaxedSection.DELETE_TPREL) {
          Immediates.setHigh(out, at, values.tpOffset(symbol, addend));
        }
      }
      case TPREL_LO12_I, TPREL_I -> tprelLow(section, relocations, i, symbol, at, false);
      case TPREL_LO12_S, TPREL_S -> tprelLow(section, relocations, i, symbol, at, true);
      case GPREL_I -> Immediates.setI(out, at, values.target(symbol, addend) - values.gp);
      case GPREL_S -> Immediates.setS(out, at, values.target(symbol, addend) - values.gp);
      case PCREL32 -> LittleEndian.set(out, at, 4, values.target(symbol, addend) - place);
      case PLT32 -> {
        long target = symbol == null ? addend : values.callTarget(symbol) + addend;
        LittleEndian.set(out, at, 4, target - place);
      }
      case GOT32_PCREL -> {
        if (symbol != null) {
          LittleEndian.set(out, at, 4, values.gotAddress(symbol) + addend - place);
        }
      }
      case TLS_DTPREL32 -> setDtprel(at, 4, symbol, addend);
      case TLS_DTPREL64 -> setDtprel(at, 8, symbol, addend);
      case ADD8, ADD16, ADD32, ADD64, SUB8, SUB16, SUB32, SUB64, SUB6, SET6, SET8, SET16, SET32 ->
          arithmetic(type, at, values.target(symbol, addend));
      case SET_ULEB128, SUB_ULEB128 ->
          uleb128(section, relocations, i, type, values.target(symbol, addend), at);
      case RELATIVE,
          COPY,
          JUMP_SLOT,
          TLS_DTPMOD32,
          TLS_DTPMOD64,
          TLS_TPREL32,
          TLS_TPREL64,
          TLSDESC,
          IRELATIVE ->
          locations.reportAt(
              section,
              relocations.offset(i),
              "unresolvable " + type.abiName() + " relocation in an object file");
    }
  }

  private void setDtprel(int at, int width, @Nullable LinkSymbol symbol, long addend) {
    LittleEndian.set(out, at, width, values.tpOffset(symbol, addend) - Values.DTP_OFFSET);
  }

  private void arithmetic(RelocationType type, int at, long value) {
    switch (type) {
      case SET8 -> LittleEndian.set(out, at, 1, value);
      case SET16 -> LittleEndian.set(out, at, 2, value);
      case SET32 -> LittleEndian.set(out, at, 4, value);
      case SET6 -> out[at] = (byte) (out[at] & 0xc0 | value & 0x3f);
      case SUB6 -> out[at] = (byte) (out[at] & 0xc0 | out[at] - value & 0x3f);
      case ADD8 -> out[at] += (byte) value;
      case SUB8 -> out[at] -= (byte) value;
      case ADD16 -> LittleEndian.set(out, at, 2, LittleEndian.u16(out, at) + value);
      case SUB16 -> LittleEndian.set(out, at, 2, LittleEndian.u16(out, at) - value);
      case ADD32 -> LittleEndian.set(out, at, 4, LittleEndian.i32(out, at) + value);
      case SUB32 -> LittleEndian.set(out, at, 4, LittleEndian.i32(out, at) - value);
      case ADD64 -> LittleEndian.set(out, at, 8, LittleEndian.i64(out, at) + value);
      case SUB64 -> LittleEndian.set(out, at, 8, LittleEndian.i64(out, at) - value);
      default -> {}
    }
  }

  /** SET and SUB follow each other; the number keeps the length the assembler gave it. */
  private void uleb128(
      InputSection section,
      Relocations relocations,
      int i,
      RelocationType type,
      long value,
      int at) {
    long offset = relocations.offset(i);
    long limit = section.section == null ? 0 : section.section.contents().size();
    int length = 0;
    while (offset + length < limit && (out[at + length] & 0x80) != 0) {
      length++;
    }
    if (offset + length >= limit || length > 9) {
      locations.reportAt(section, offset, "malformed ULEB128");
      return;
    }
    long result = value;
    if (type == RelocationType.SUB_ULEB128) {
      long before = 0;
      for (int k = length; k >= 0; k--) {
        before = before << 7 | out[at + k] & 0x7f;
      }
      result = before - value;
    } else if (i + 1 < relocations.size()
        && relocations.type(i + 1) == RelocationType.SUB_ULEB128
        && relocations.offset(i + 1) == offset) {
      // Kept modulo the field; the subtraction that follows brings it into range.
      result = value;
    }
    for (int k = 0; k <= length; k++) {
      out[at + k] = (byte) (result & 0x7f | (k < length ? 0x80 : 0));
      result >>>= 7;
    }
  }

  private void branch(
      InputSection section,
      Relocations relocations,
      int i,
      RelocationType type,
      @Nullable LinkSymbol symbol,
      long place,
      int at,
      int bits) {
    long target =
        symbol == null ? relocations.addend(i) : callTarget(symbol, relocations.addend(i));
    long distance = target - place;
    if (symbol != null && symbol.isUndefinedWeak() && !symbol.preemptible) {
      // An undefined weak target far away: the branch is never taken, point it at itself.
      distance = Relaxation.fits(distance, bits) ? distance : 0;
    }
    if (!Relaxation.fits(distance, bits)) {
      truncated(section, relocations, i, type, symbol);
      return;
    }
    if ((distance & 1) != 0) {
      locations.reportAt(section, relocations.offset(i), type.abiName() + " to an odd address");
      return;
    }
    switch (type) {
      case BRANCH -> Immediates.setB(out, at, distance);
      case JAL -> Immediates.setJ(out, at, distance);
      case RVC_BRANCH -> Immediates.setCb(out, at, distance);
      default -> Immediates.setCj(out, at, distance);
    }
  }

  private long callTarget(LinkSymbol symbol, long addend) {
    return symbol.pltIndex >= 0 ? values.callTarget(symbol) : values.target(symbol, addend);
  }

  private void call(
      InputSection section,
      Relocations relocations,
      int i,
      byte action,
      @Nullable LinkSymbol symbol,
      long place,
      int at) {
    long target =
        symbol == null ? relocations.addend(i) : callTarget(symbol, relocations.addend(i));
    long distance = target - place;
    switch (action) {
      case RelaxedSection.CALL_TO_JAL -> Immediates.setJ(out, at, distance);
      case RelaxedSection.CALL_TO_C_J, RelaxedSection.CALL_TO_C_JAL ->
          Immediates.setCj(out, at, distance);
      case RelaxedSection.CALL_FROM_ZERO -> Immediates.setI(out, at, target);
      default -> {
        if (symbol != null && symbol.isUndefinedWeak() && !isReachable(distance)) {
          // A call that is never made: jump to address zero, as far as that goes.
          LittleEndian.set(out, at, 4, LittleEndian.i32(out, at) & 0xf80 | 0x37);
          distance = 0;
        } else if (!isReachable(distance)) {
          truncated(section, relocations, i, RelocationType.CALL, symbol);
          return;
        }
        Immediates.setHigh(out, at, distance);
        Immediates.setI(out, at + 4, distance);
      }
    }
  }

  /** Whether auipc and a signed 12-bit offset reach that far. */
  private boolean isReachable(long distance) {
    return !link.is64 || Relaxation.fits(distance + 0x800, 32);
  }

  /** What the auipc of a HI20 relocation aims at. */
  private long highTarget(RelocationType type, @Nullable LinkSymbol symbol, long addend) {
    if (symbol == null) {
      return addend;
    }
    return switch (type) {
      case GOT_HI20 -> values.gotAddress(symbol) + addend;
      case TLS_GOT_HI20 -> synthetics.got.slotAddress(symbol.tlsIeIndex) + addend;
      case TLS_GD_HI20 -> synthetics.got.slotAddress(symbol.tlsGdIndex) + addend;
      case TLSDESC_HI20 -> synthetics.got.slotAddress(symbol.tlsDescIndex) + addend;
      default -> values.target(symbol, addend);
    };
  }

  private void high(
      InputSection section,
      Relocations relocations,
      int i,
      RelocationType type,
      byte action,
      @Nullable LinkSymbol symbol,
      long place,
      int at) {
    if (action == RelaxedSection.PCREL_TO_GP || action == RelaxedSection.PCREL_TO_ZERO) {
      return;
    }
    long distance = highTarget(type, symbol, relocations.addend(i)) - place;
    if (isReachable(distance)) {
      Immediates.setHigh(out, at, distance);
    } else if (isAbsoluteHigh(symbol, distance)) {
      // Out of reach of the pc but not of zero: lui instead of auipc.
      LittleEndian.set(out, at, 4, LittleEndian.i32(out, at) & 0xfff | 0x20);
      Immediates.setHigh(out, at, values.target(symbol, relocations.addend(i)));
    } else {
      truncated(section, relocations, i, type, symbol);
    }
  }

  private boolean isAbsoluteHigh(@Nullable LinkSymbol symbol, long distance) {
    return !isReachable(distance)
        && !link.isPic()
        && (symbol == null || symbol.isAbsolute() || symbol.isUndefinedWeak())
        && Relaxation.fits((symbol == null ? 0 : values.address(symbol)) + 0x800, 32);
  }

  /** Index of the HI20 relocation that a LO12's label marks, or -1. */
  private int findHigh(InputSection section, long offset) {
    Relocations relocations = section.relocations();
    int low = 0;
    int high = relocations.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (relocations.offset(middle) < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    for (int i = low; i < relocations.size() && relocations.offset(i) == offset; i++) {
      RelocationType type = relocations.type(i);
      if (type != null) {
        switch (type) {
          case PCREL_HI20, GOT_HI20, TLS_GOT_HI20, TLS_GD_HI20, TLSDESC_HI20 -> {
            return i;
          }
          default -> {}
        }
      }
    }
    return -1;
  }

  private void low(
      InputSection section,
      Relocations relocations,
      int i,
      RelocationType type,
      @Nullable LinkSymbol label,
      int at) {
    InputSection labelled = label == null ? null : label.section;
    int high =
        label == null || labelled == null || labelled.file == null
            ? -1
            : findHigh(labelled, label.inputValue);
    if (high < 0 || labelled == null || labelled.file == null) {
      locations.reportAt(
          section,
          relocations.offset(i),
          "dangerous relocation: %pcrel_lo missing matching %pcrel_hi");
      return;
    }
    Relocations highs = labelled.relocations();
    RelocationType highType = highs.type(high);
    Symbol symbol = highs.symbol(high);
    LinkSymbol target = symbol == null ? null : labelled.file.symbol(symbol);
    long addend = highs.addend(high);
    RelaxedSection relaxed = labelled.relaxed;
    byte action = relaxed == null ? RelaxedSection.NONE : relaxed.actions[high];
    long value;
    if (action == RelaxedSection.PCREL_TO_GP) {
      value = values.target(target, addend) - values.gp;
      Immediates.setBase(out, at, GP);
    } else if (action == RelaxedSection.PCREL_TO_ZERO) {
      value = values.target(target, addend);
      Immediates.setBase(out, at, 0);
    } else {
      long moved = relaxed == null ? 0 : relaxed.removedBefore(high);
      long place = labelled.address() + highs.offset(high) - moved;
      long aim = highType == null ? 0 : highTarget(highType, target, addend);
      value = isAbsoluteHigh(target, aim - place) ? aim : aim - place;
    }
    if (type == RelocationType.PCREL_LO12_I) {
      Immediates.setI(out, at, value);
    } else {
      Immediates.setS(out, at, value);
    }
  }

  private void lui(
      InputSection section,
      Relocations relocations,
      int i,
      byte action,
      @Nullable LinkSymbol symbol,
      int at) {
    long value = values.target(symbol, relocations.addend(i));
    if (action == RelaxedSection.DELETE_LUI) {
      return;
    }
    if (action == RelaxedSection.LUI_TO_C_LUI || relocations.type(i) == RelocationType.RVC_LUI) {
      Immediates.setCLui(out, at, value);
    } else if (link.is64 && !Relaxation.fits(value + 0x800, 32)) {
      truncated(section, relocations, i, RelocationType.HI20, symbol);
    } else {
      Immediates.setHigh(out, at, value);
    }
  }

  /**
   * Whether a word has its value at link time. The loader finds the others' by a relocation; there
   * is none for a function of a shared library in read-only data, which is its PLT entry.
   */
  private static boolean isKnown(@Nullable LinkSymbol symbol) {
    return symbol == null || !symbol.preemptible || symbol.copy != null || symbol.canonicalPlt;
  }

  private void absoluteLow(
      InputSection section,
      Relocations relocations,
      int i,
      RelocationType type,
      @Nullable LinkSymbol symbol,
      int at) {
    long value = values.target(symbol, relocations.addend(i));
    if (section.relaxed != null
        && link.options.relax
        && !link.isPic()
        && symbol != null
        && Relaxation.isMarked(relocations, i)) {
      if (Relaxation.fits(value, 12)) {
        Immediates.setBase(out, at, 0);
      } else if (values.hasGp && Relaxation.fits(value - values.gp, 12)) {
        Immediates.setBase(out, at, GP);
        value -= values.gp;
      }
    }
    if (type == RelocationType.LO12_I) {
      Immediates.setI(out, at, value);
    } else {
      Immediates.setS(out, at, value);
    }
  }

  private void tprelLow(
      InputSection section,
      Relocations relocations,
      int i,
      @Nullable LinkSymbol symbol,
      int at,
      boolean store) {
    long value = values.tpOffset(symbol, relocations.addend(i));
    if (section.relaxed != null
        && link.options.relax
        && Relaxation.fits(value, 12)
        && Relaxation.isMarked(relocations, i)) {
      Immediates.setBase(out, at, TP);
    }
    if (store) {
      Immediates.setS(out, at, value);
    } else {
      Immediates.setI(out, at, value);
    }
  }

  // TLS descriptors (psABI, "TLS Descriptors"): in an executable the four instructions become
  // nop, nop and then lui/addi (offset known) or auipc/load (offset in the GOT).

  private void applyDescriptorHigh(
      InputSection section,
      Relocations relocations,
      int i,
      @Nullable LinkSymbol symbol,
      long place,
      int at) {
    if (link.isShared()) {
      high(
          section,
          relocations,
          i,
          RelocationType.TLSDESC_HI20,
          RelaxedSection.NONE,
          symbol,
          place,
          at);
    } else {
      LittleEndian.set(out, at, 4, 0x13);
    }
  }

  private void applyDescriptorLow(
      InputSection section, RelocationType type, @Nullable LinkSymbol label, int at) {
    InputSection labelled = label == null ? null : label.section;
    int high =
        label == null || labelled == null || labelled.file == null
            ? -1
            : findHigh(labelled, label.inputValue);
    if (high < 0 || labelled == null || labelled.file == null) {
      link.messages.error(section + ": TLS descriptor relocation without its %tlsdesc_hi");
      return;
    }
    Relocations highs = labelled.relocations();
    Symbol symbol = highs.symbol(high);
    LinkSymbol target = symbol == null ? null : labelled.file.symbol(symbol);
    RelaxedSection relaxed = labelled.relaxed;
    long moved = relaxed == null ? 0 : relaxed.removedBefore(high);
    long place = labelled.address() + highs.offset(high) - moved;
    if (link.isShared()) {
      if (type != RelocationType.TLSDESC_CALL) {
        Immediates.setI(
            out, at, highTarget(RelocationType.TLSDESC_HI20, target, highs.addend(high)) - place);
      }
      return;
    }
    boolean viaGot = target != null && target.preemptible;
    switch (type) {
      case TLSDESC_LOAD_LO12 -> LittleEndian.set(out, at, 4, 0x13);
      case TLSDESC_ADD_LO12 -> writeDescriptorHigh(at, viaGot, target, highs.addend(high));
      default -> writeDescriptorLow(at, viaGot, target, highs.addend(high));
    }
  }

  private void writeDescriptorHigh(
      int at, boolean viaGot, @Nullable LinkSymbol target, long addend) {
    if (viaGot && target != null) {
      // The auipc's own address is the image address of this file offset.
      long slot = synthetics.got.slotAddress(target.tlsIeIndex);
      LittleEndian.set(out, at, 4, 0x517);
      Immediates.setHigh(out, at, slot - addressOfOffset(at));
    } else {
      LittleEndian.set(out, at, 4, 0x537);
      Immediates.setHigh(out, at, values.tpOffset(target, addend));
    }
  }

  private void writeDescriptorLow(
      int at, boolean viaGot, @Nullable LinkSymbol target, long addend) {
    if (viaGot && target != null) {
      long slot = synthetics.got.slotAddress(target.tlsIeIndex);
      LittleEndian.set(out, at, 4, 0x50503 | (link.is64 ? 3 : 2) << 12);
      Immediates.setI(out, at, slot - (addressOfOffset(at) - 4));
    } else {
      LittleEndian.set(out, at, 4, 0x50513);
      Immediates.setI(out, at, values.tpOffset(target, addend));
    }
  }

  private @Nullable OutputSection currentOutput;

  void setCurrent(OutputSection output) {
    currentOutput = output;
  }

  private long addressOfOffset(int at) {
    OutputSection output = currentOutput;
    return output == null ? 0 : output.address + at - output.fileOffset;
  }

  /** Debug and other unallocated sections: plain numbers; dropped code counts as address 0. */
  private void applyUnallocated(
      InputSection section,
      Relocations relocations,
      int i,
      RelocationType type,
      @Nullable LinkSymbol symbol,
      int at) {
    long addend = relocations.addend(i);
    InputSection in = symbol == null ? null : symbol.section;
    boolean gone = in != null && in.discarded;
    long value = gone ? 0 : values.target(symbol, addend);
    if (symbol != null && symbol.isTls() && type == RelocationType.ABS64) {
      value = values.tpOffset(symbol, addend);
    }
    switch (type) {
      case ABS32 -> LittleEndian.set(out, at, 4, tombstone(section, gone, value));
      case ABS64 -> LittleEndian.set(out, at, 8, tombstone(section, gone, value));
      case TLS_DTPREL32 -> setDtprel(at, 4, symbol, addend);
      case TLS_DTPREL64 -> setDtprel(at, 8, symbol, addend);
      case ADD8, ADD16, ADD32, ADD64, SUB8, SUB16, SUB32, SUB64, SUB6, SET6, SET8, SET16, SET32 ->
          arithmetic(type, at, value);
      case SET_ULEB128, SUB_ULEB128 -> uleb128(section, relocations, i, type, value, at);
      case PCREL32 ->
          LittleEndian.set(out, at, 4, value - (section.address() + relocations.offset(i)));
      case NONE, RELAX, ALIGN -> {}
      default ->
          locations.reportAt(
              section, relocations.offset(i), "unresolvable " + type.abiName() + " relocation");
    }
  }

  /** In range lists a pair of zeros ends the list, so dropped code gets 1 there. */
  private static long tombstone(InputSection section, boolean gone, long value) {
    return gone && (section.name.equals(".debug_ranges") || section.name.equals(".debug_loc"))
        ? 1
        : value;
  }

  private void truncated(
      InputSection section,
      Relocations relocations,
      int i,
      RelocationType type,
      @Nullable LinkSymbol symbol) {
    String against;
    if (symbol == null) {
      against = "`*UND*'";
    } else if (symbol.isUndefined()) {
      against = "undefined symbol `" + symbol.name + "'";
    } else if (symbol.section == null) {
      against = "symbol `" + symbol.name + "'";
    } else if (symbol.name.isEmpty()) {
      against = "`" + symbol.section.name + "'";
    } else if (symbol.local) {
      against = "`" + symbol.name + "'";
    } else {
      against =
          "symbol `"
              + symbol.name
              + "' defined in "
              + symbol.section.name
              + " section in "
              + symbol.section.fileName();
    }
    locations.reportAt(
        section,
        relocations.offset(i),
        "relocation truncated to fit: " + type.abiName() + " against " + against);
  }
}
