package dev.ferry.binutils.dwarf;

import dev.ferry.binutils.elf.Contents;
import dev.ferry.binutils.elf.ElfFormatException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Call frame information of {@code .debug_frame} and {@code .eh_frame} (DWARF 5, section 6.4): how
 * to find the caller's registers. Rules by expression are not followed.
 */
public final class FrameTable {
  /**
   * How the registers of a frame's caller are found at one address.
   *
   * @param cfaRegister the canonical frame address is this register …
   * @param cfaOffset … plus this
   * @param saved for each saved register the offset of its place from the CFA
   * @param returnRegister the register that holds the return address
   */
  public record Rules(
      int cfaRegister, long cfaOffset, Map<Integer, Long> saved, int returnRegister) {}

  private record Common(
      long codeFactor,
      long dataFactor,
      int returnRegister,
      int encoding,
      boolean isAugmented,
      byte[] initial) {}

  private record Description(Common common, long start, long end, byte[] program) {}

  private static final int PC_RELATIVE = 0x10;

  private final DebugSections sections;
  private final List<Description> descriptions = new ArrayList<>();

  private FrameTable(DebugSections sections) {
    this.sections = sections;
  }

  static FrameTable of(DebugSections sections) {
    FrameTable table = new FrameTable(sections);
    for (String name : List.of(".debug_frame", ".eh_frame")) {
      try {
        table.read(name, name.equals(".eh_frame"));
      } catch (DwarfException | ElfFormatException e) {
        // What was read so far still answers.
      }
    }
    return table;
  }

  private void read(String name, boolean isEh) {
    Map<Long, Common> commons = new HashMap<>();
    DwarfCursor in = new DwarfCursor(name, sections.get(name), 0);
    long end = in.end;
    while (in.at < end) {
      long start = in.at;
      long length = in.u32();
      if (length == 0) {
        continue; // .eh_frame's end, or padding between units.
      }
      long next = in.at + length;
      long idAt = in.at;
      long id = in.u32();
      in.end = next;
      if (id == (isEh ? 0 : 0xffff_ffffL)) {
        commons.put(start, common(in));
      } else {
        Common common = commons.get(isEh ? idAt - id : id);
        if (common != null) {
          description(in, common, isEh, sections.address(name));
        }
      }
      in.end = end;
      in.at = next;
    }
  }

  private Common common(DwarfCursor in) {
    int version = in.u8();
    String augmentation = in.string();
    if (version >= 4) {
      in.skip(2);
    }
    long code = in.uleb();
    long data = in.sleb();
    int register = version == 1 ? in.u8() : (int) in.uleb();
    int encoding = 0;
    boolean isAugmented = augmentation.startsWith("z");
    if (isAugmented) {
      long size = in.uleb();
      long after = in.at + size;
      for (int i = 1; i < augmentation.length(); i++) {
        switch (augmentation.charAt(i)) {
          case 'R' -> encoding = in.u8();
          case 'L' -> in.skip(1);
          case 'P' -> encoded(in, in.u8() & 15, 0);
          default -> {}
        }
      }
      in.at = after;
    }
    return new Common(code, data, register, encoding, isAugmented, in.bytes(in.end - in.at));
  }

  private void description(DwarfCursor in, Common common, boolean isEh, long base) {
    int encoding = isEh ? common.encoding : 0;
    long start = encoded(in, encoding, base);
    long size = encoded(in, encoding & 15, base);
    if (common.isAugmented) {
      in.skip(in.uleb());
    }
    descriptions.add(new Description(common, start, start + size, in.bytes(in.end - in.at)));
  }

  private long encoded(DwarfCursor in, int encoding, long base) {
    long place = base + in.at;
    long value =
        switch (encoding & 15) {
          case 0 -> in.number(sections.is64() ? 8 : 4);
          case 1 -> in.uleb();
          case 2 -> in.u16();
          case 3 -> in.u32();
          case 4, 12 -> in.i64();
          case 9 -> in.sleb();
          case 10 -> (short) in.u16();
          case 11 -> (int) in.u32();
          default -> throw in.bad("unknown pointer encoding");
        };
    return (encoding & PC_RELATIVE) != 0 ? place + value : value;
  }

  // ---- rules

  /** The rules at an address, or null where nothing is said of it. */
  public @Nullable Rules at(long address) {
    for (Description d : descriptions) {
      if (Long.compareUnsigned(address, d.start) >= 0 && Long.compareUnsigned(address, d.end) < 0) {
        try {
          Machine machine = new Machine(d.common, d.start, address);
          machine.run(d.common.initial);
          machine.initial = new HashMap<>(machine.saved);
          machine.run(d.program);
          return machine.rules();
        } catch (DwarfException e) {
          return null;
        }
      }
    }
    return null;
  }

  /** Executes call frame instructions (DWARF 5, section 6.4.2) up to an address. */
  private static final class Machine {
    private record State(int register, long offset, Map<Integer, Long> saved) {}

    private final Common common;
    private final long target;
    private long at;
    private int cfaRegister;
    private long cfaOffset;
    private Map<Integer, Long> saved = new HashMap<>();
    private Map<Integer, Long> initial = new HashMap<>();
    private final ArrayDeque<State> stack = new ArrayDeque<>();

    Machine(Common common, long start, long target) {
      this.common = common;
      this.at = start;
      this.target = target;
    }

    Rules rules() {
      return new Rules(cfaRegister, cfaOffset, saved, common.returnRegister);
    }

    void run(byte[] program) {
      DwarfCursor in = new DwarfCursor("frames", Contents.of(program), 0);
      while (!in.atEnd() && Long.compareUnsigned(at, target) <= 0) {
        int b = in.u8();
        int low = b & 0x3f;
        switch (b >> 6) {
          case 1 -> at += low * common.codeFactor;
          case 2 -> saved.put(low, in.uleb() * common.dataFactor);
          case 3 -> restore(low);
          default -> extended(in, low);
        }
      }
    }

    private void restore(int register) {
      Long before = initial.get(register);
      if (before == null) {
        saved.remove(register);
      } else {
        saved.put(register, before);
      }
    }

    private void extended(DwarfCursor in, int operation) {
      switch (operation) {
        case 0x00 -> {}
        case 0x02 -> at += in.u8() * common.codeFactor;
        case 0x03 -> at += in.u16() * common.codeFactor;
        case 0x04 -> at += in.u32() * common.codeFactor;
        case 0x05 -> saved.put((int) in.uleb(), in.uleb() * common.dataFactor);
        case 0x06 -> restore((int) in.uleb());
        case 0x07, 0x08 -> saved.remove((int) in.uleb());
        case 0x0a -> stack.push(new State(cfaRegister, cfaOffset, new HashMap<>(saved)));
        case 0x0b -> {
          State state = stack.poll();
          if (state == null) {
            throw in.bad("no state to restore");
          }
          cfaRegister = state.register;
          cfaOffset = state.offset;
          saved = state.saved;
        }
        case 0x0c -> {
          cfaRegister = (int) in.uleb();
          cfaOffset = in.uleb();
        }
        case 0x0d -> cfaRegister = (int) in.uleb();
        case 0x0e -> cfaOffset = in.uleb();
        case 0x11 -> saved.put((int) in.uleb(), in.sleb() * common.dataFactor);
        case 0x12 -> {
          cfaRegister = (int) in.uleb();
          cfaOffset = in.sleb() * common.dataFactor;
        }
        case 0x13 -> cfaOffset = in.sleb() * common.dataFactor;
        case 0x2e -> in.uleb();
        default -> throw in.bad("call frame instruction 0x" + Integer.toHexString(operation));
      }
    }
  }
}
