package dev.ferry.binutils.asm;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.RelocationType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The call frame information of the {@code .cfi_} directives (DWARF 5, section 6.4; LSB, "Exception
 * Frames"), written as GNU as does: functions share a CIE where their first instructions agree.
 */
final class CallFrames {
  static final int OMIT = 0xff;
  private static final int PC_RELATIVE_SIGNED_4 = 0x1b;
  private static final int VERSION = 3;
  private static final int DATA_ALIGNMENT = -4;
  private static final int RETURN_ADDRESS = 1;

  private static final int ADVANCE_LOC = 0x40;
  private static final int OFFSET = 0x80;
  private static final int RESTORE = 0xc0;
  private static final int ADVANCE_LOC1 = 2;
  private static final int ADVANCE_LOC2 = 3;
  private static final int ADVANCE_LOC4 = 4;
  private static final int OFFSET_EXTENDED = 5;
  private static final int RESTORE_EXTENDED = 6;
  private static final int UNDEFINED = 7;
  private static final int SAME_VALUE = 8;
  private static final int REGISTER = 9;
  private static final int REMEMBER_STATE = 0xa;
  private static final int RESTORE_STATE = 0xb;
  private static final int DEF_CFA = 0xc;
  private static final int DEF_CFA_REGISTER = 0xd;
  private static final int DEF_CFA_OFFSET = 0xe;
  private static final int OFFSET_EXTENDED_SF = 0x11;
  private static final int DEF_CFA_SF = 0x12;
  private static final int DEF_CFA_OFFSET_SF = 0x13;
  private static final int VAL_OFFSET = 0x14;
  private static final int VAL_OFFSET_SF = 0x15;
  private static final int WINDOW_SAVE = 0x2d;
  private static final int ESCAPE = 0x100;

  private final ObjectBuilder builder;
  private final AsmSections sections;
  private final List<Frame> frames = new ArrayList<>();
  private @Nullable Frame open;
  private boolean ehFrame = true;
  private boolean debugFrame;

  /** An instruction: kind, up to two registers or numbers, labels of an advance, raw bytes. */
  private record Instruction(
      int kind,
      int register,
      long value,
      @Nullable AsmSymbol from,
      @Nullable AsmSymbol to,
      @Nullable List<Expression> raw) {
    /** Whether instructions from here on cannot be shared. */
    boolean endsCommonPart() {
      return kind == ADVANCE_LOC || kind == REMEMBER_STATE || kind == ESCAPE;
    }

    boolean same(Instruction other) {
      return kind == other.kind
          && register == other.register
          && value == other.value
          && kind != ESCAPE;
    }
  }

  private static final class Frame {
    final AsmSymbol start;
    final AsmSection section;
    AsmSymbol last;
    @Nullable AsmSymbol end;
    int returnColumn = RETURN_ADDRESS;
    boolean signal;
    int personalityEncoding = OMIT;
    @Nullable Expression personality;
    int lsdaEncoding = OMIT;
    @Nullable Expression lsda;
    long cfaOffset;
    final List<Long> saved = new ArrayList<>();
    final List<Instruction> instructions = new ArrayList<>();

    Frame(AsmSymbol start, AsmSection section) {
      this.start = start;
      this.last = start;
      this.section = section;
    }
  }

  /** A common part: the first {@code count} instructions of the frame it was made for. */
  private record Common(Frame model, int count, AsmSymbol label) {}

  CallFrames(ObjectBuilder builder) {
    this.builder = builder;
    this.sections = builder.sections();
  }

  /** {@code .cfi_sections}: which of the two sections are written. */
  void sections(boolean eh, boolean debug) {
    ehFrame = eh;
    debugFrame = debug;
  }

  boolean isOpen() {
    return open != null;
  }

  void start(boolean simple) {
    if (open != null) {
      throw new AssemblyException("previous CFI entry not closed (missing .cfi_endproc)");
    }
    open = new Frame(builder.here(), builder.current());
    frames.add(open);
    if (!simple) {
      add(DEF_CFA_REGISTER, 2, 0);
    }
  }

  void end() {
    Frame frame = need();
    frame.end = builder.here();
    open = null;
  }

  private Frame need() {
    if (open == null) {
      throw new AssemblyException("CFI instruction used without previous .cfi_startproc");
    }
    return open;
  }

  private void add(int kind, int register, long value) {
    need().instructions.add(new Instruction(kind, register, value, null, null, null));
  }

  /** Adds an advance to the current place if it is not that of the instruction before. */
  private Frame advance() {
    Frame frame = need();
    AsmSymbol here = builder.here();
    if (here.section != frame.section) {
      throw new AssemblyException("CFI instruction in another section than its .cfi_startproc");
    }
    if (here.offset != frame.last.offset || here.fragment != frame.last.fragment) {
      frame.instructions.add(new Instruction(ADVANCE_LOC, 0, 0, frame.last, here, null));
      frame.last = here;
    }
    return frame;
  }

  void defineCfa(int register, long offset) {
    advance().cfaOffset = offset;
    add(DEF_CFA, register, offset);
  }

  void cfaOffset(long offset) {
    advance().cfaOffset = offset;
    add(DEF_CFA_OFFSET, 0, offset);
  }

  void adjustCfaOffset(long difference) {
    cfaOffset(need().cfaOffset + difference);
  }

  void cfaRegister(int register) {
    advance();
    add(DEF_CFA_REGISTER, register, 0);
  }

  void offset(int register, long offset) {
    advance();
    add(OFFSET, register, offset);
  }

  void relativeOffset(int register, long offset) {
    offset(register, offset - need().cfaOffset);
  }

  void valueOffset(int register, long offset) {
    advance();
    add(VAL_OFFSET, register, offset);
  }

  void inRegister(int register, int where) {
    advance();
    add(REGISTER, register, where);
  }

  void restore(int register) {
    advance();
    add(RESTORE, register, 0);
  }

  void undefined(int register) {
    advance();
    add(UNDEFINED, register, 0);
  }

  void sameValue(int register) {
    advance();
    add(SAME_VALUE, register, 0);
  }

  void rememberState() {
    Frame frame = advance();
    frame.saved.add(frame.cfaOffset);
    add(REMEMBER_STATE, 0, 0);
  }

  void restoreState() {
    Frame frame = advance();
    if (!frame.saved.isEmpty()) {
      frame.cfaOffset = frame.saved.removeLast();
    }
    add(RESTORE_STATE, 0, 0);
  }

  void windowSave() {
    advance();
    add(WINDOW_SAVE, 0, 0);
  }

  void escape(List<Expression> bytes) {
    advance();
    need().instructions.add(new Instruction(ESCAPE, 0, 0, null, null, List.copyOf(bytes)));
  }

  void returnColumn(int register) {
    need().returnColumn = register;
  }

  void signalFrame() {
    need().signal = true;
  }

  void personality(int encoding, @Nullable Expression value) {
    need().personalityEncoding = encoding;
    need().personality = value;
  }

  void lsda(int encoding, @Nullable Expression value) {
    need().lsdaEncoding = encoding;
    need().lsda = value;
  }

  // --- Writing ----------------------------------------------------------------------------------

  void generate() {
    if (open != null) {
      throw new AssemblyException("open CFI at the end of file; missing .cfi_endproc directive");
    }
    if (frames.isEmpty()) {
      return;
    }
    if (ehFrame) {
      write(".eh_frame", Elf.SHF_ALLOC, true);
    }
    if (debugFrame) {
      write(".debug_frame", 0, false);
    }
  }

  private void write(String name, long flags, boolean eh) {
    AsmSection section = sections.open(name, Elf.SHT_PROGBITS, flags, 0);
    int word = builder.xlen() / 8;
    section.alignment = Math.max(section.alignment, word);
    sections.in(section, () -> new Writer(eh, word).write());
  }

  /** Writes one of the two sections. */
  private final class Writer {
    private final boolean eh;
    private final int word;
    private final AsmSection out = builder.current();
    private final List<Common> commons = new ArrayList<>();

    Writer(boolean eh, int word) {
      this.eh = eh;
      this.word = word;
    }

    void write() {
      for (int i = 0; i < frames.size(); i++) {
        Frame frame = frames.get(i);
        Common common = common(frame);
        writeFrame(frame, common, !eh || i + 1 == frames.size() ? word : 4);
      }
    }

    private Common common(Frame frame) {
      for (Common common : commons) {
        if (fits(frame, common)) {
          return common;
        }
      }
      int count = 0;
      while (count < frame.instructions.size() && !frame.instructions.get(count).endsCommonPart()) {
        count++;
      }
      Common common = new Common(frame, count, builder.here());
      commons.add(common);
      writeCommon(common);
      return common;
    }

    private boolean fits(Frame frame, Common common) {
      Frame model = common.model;
      if (frame.returnColumn != model.returnColumn
          || frame.signal != model.signal
          || frame.personalityEncoding != model.personalityEncoding
          || frame.lsdaEncoding != model.lsdaEncoding
          || !Objects.equals(frame.personality, model.personality)) {
        return false;
      }
      if (frame.instructions.size() < common.count) {
        return false;
      }
      for (int i = 0; i < common.count; i++) {
        if (!frame.instructions.get(i).same(model.instructions.get(i))) {
          return false;
        }
      }
      return true;
    }

    private void writeCommon(Common common) {
      Frame frame = common.model;
      int start = out.size;
      out.put(4, 0);
      out.put(4, eh ? 0 : -1);
      out.put(1, VERSION);
      if (eh) {
        out.put(1, 'z');
        if (frame.personalityEncoding != OMIT) {
          out.put(1, 'P');
        }
        if (frame.lsdaEncoding != OMIT) {
          out.put(1, 'L');
        }
        out.put(1, 'R');
        if (frame.signal) {
          out.put(1, 'S');
        }
      }
      out.put(1, 0);
      uleb(1);
      builder.leb128(new Expression.Number(DATA_ALIGNMENT), true);
      uleb(frame.returnColumn);
      if (eh) {
        writeAugmentation(frame);
      }
      for (int i = 0; i < common.count; i++) {
        writeInstruction(frame.instructions.get(i));
      }
      pad(start, eh ? 4 : word);
    }

    private void writeAugmentation(Frame frame) {
      int length = 1;
      if (frame.personalityEncoding != OMIT) {
        length += 1 + encodedSize(frame.personalityEncoding);
      }
      if (frame.lsdaEncoding != OMIT) {
        length++;
      }
      uleb(length);
      if (frame.personalityEncoding != OMIT) {
        out.put(1, frame.personalityEncoding);
        encoded(frame.personalityEncoding, frame.personality);
      }
      if (frame.lsdaEncoding != OMIT) {
        out.put(1, frame.lsdaEncoding);
      }
      out.put(1, PC_RELATIVE_SIGNED_4);
    }

    private int encodedSize(int encoding) {
      return switch (encoding & 7) {
        case 0, 1 -> word;
        case 2 -> 2;
        case 3 -> 4;
        default -> 8;
      };
    }

    private void encoded(int encoding, @Nullable Expression value) {
      int size = encodedSize(encoding);
      Expression expression = value == null ? new Expression.Number(0) : value;
      if ((encoding & 0x70) == 0x10) {
        pcRelative(expression, size);
      } else {
        builder.data(size, expression);
      }
    }

    private void pcRelative(Expression value, int size) {
      out.fixups.add(
          new Fixup(
              out.size,
              out.fragments.size(),
              RelocationType.PCREL32.number(),
              size,
              value,
              false,
              builder.location()));
      out.put(size, 0);
    }

    private void writeFrame(Frame frame, Common common, int alignment) {
      AsmSymbol end = frame.end;
      if (end == null) {
        throw new AssemblyException("missing .cfi_endproc directive");
      }
      int start = out.size;
      out.put(4, 0);
      if (eh) {
        out.put(4, out.size - common.label.offset);
        pcRelative(new Expression.Reference(frame.start), 4);
        builder.data(4, Expression.difference(end, frame.start));
        uleb(frame.lsdaEncoding == OMIT ? 0 : encodedSize(frame.lsdaEncoding));
        if (frame.lsdaEncoding != OMIT) {
          encoded(frame.lsdaEncoding, frame.lsda);
        }
      } else {
        builder.data(4, new Expression.Reference(common.label));
        builder.data(word, new Expression.Reference(frame.start));
        builder.data(word, Expression.difference(end, frame.start));
      }
      for (int i = common.count; i < frame.instructions.size(); i++) {
        writeInstruction(frame.instructions.get(i));
      }
      pad(start, alignment);
    }

    private void pad(int start, int alignment) {
      while ((out.size & alignment - 1) != 0) {
        out.put(1, 0);
      }
      out.set32(start, out.size - start - 4);
    }

    private void uleb(long value) {
      builder.leb128(new Expression.Number(value), false);
    }

    private void sleb(long value) {
      builder.leb128(new Expression.Number(value), true);
    }

    private void writeInstruction(Instruction instruction) {
      int register = instruction.register;
      long value = instruction.value;
      switch (instruction.kind) {
        case ADVANCE_LOC -> writeAdvance(instruction);
        case OFFSET -> {
          long factored = value / DATA_ALIGNMENT;
          if (factored < 0) {
            opcode(OFFSET_EXTENDED_SF, register);
            sleb(factored);
          } else if (register <= 0x3f) {
            out.put(1, OFFSET + register);
            uleb(factored);
          } else {
            opcode(OFFSET_EXTENDED, register);
            uleb(factored);
          }
        }
        case VAL_OFFSET -> {
          long factored = value / DATA_ALIGNMENT;
          opcode(factored < 0 ? VAL_OFFSET_SF : VAL_OFFSET, register);
          builder.leb128(new Expression.Number(factored), factored < 0);
        }
        case DEF_CFA -> {
          opcode(value < 0 ? DEF_CFA_SF : DEF_CFA, register);
          signedOffset(value);
        }
        case DEF_CFA_OFFSET -> {
          out.put(1, value < 0 ? DEF_CFA_OFFSET_SF : DEF_CFA_OFFSET);
          signedOffset(value);
        }
        case RESTORE -> {
          if (register <= 0x3f) {
            out.put(1, RESTORE + register);
          } else {
            opcode(RESTORE_EXTENDED, register);
          }
        }
        case REGISTER -> {
          opcode(REGISTER, register);
          uleb(value);
        }
        case UNDEFINED, SAME_VALUE, DEF_CFA_REGISTER -> opcode(instruction.kind, register);
        case REMEMBER_STATE, RESTORE_STATE, WINDOW_SAVE -> out.put(1, instruction.kind);
        default -> {
          for (Expression raw : Objects.requireNonNull(instruction.raw)) {
            builder.data(1, raw);
          }
        }
      }
    }

    private void opcode(int opcode, int register) {
      out.put(1, opcode);
      uleb(register);
    }

    private void signedOffset(long value) {
      if (value < 0) {
        sleb(value / DATA_ALIGNMENT);
      } else {
        uleb(value);
      }
    }

    private void writeAdvance(Instruction instruction) {
      AsmSymbol from = Objects.requireNonNull(instruction.from);
      AsmSymbol to = Objects.requireNonNull(instruction.to);
      AsmSection code = Objects.requireNonNull(from.section);
      long distance =
          code.address(to.offset, to.fragment) - code.address(from.offset, from.fragment);
      boolean known = from.fragment == to.fragment;
      if (known && distance == 0) {
        return;
      }
      if (distance < 0x40) {
        relocate(known, to, from, RelocationType.SET6, RelocationType.SUB6);
        out.put(1, ADVANCE_LOC + distance);
      } else if (distance < 0x100) {
        out.put(1, ADVANCE_LOC1);
        relocate(known, to, from, RelocationType.SET8, RelocationType.SUB8);
        out.put(1, distance);
      } else if (distance < 0x10000) {
        out.put(1, ADVANCE_LOC2);
        relocate(known, to, from, RelocationType.SET16, RelocationType.SUB16);
        out.put(2, distance);
      } else {
        out.put(1, ADVANCE_LOC4);
        relocate(known, to, from, RelocationType.SET32, RelocationType.SUB32);
        out.put(4, distance);
      }
    }

    private void relocate(
        boolean known, AsmSymbol to, AsmSymbol from, RelocationType set, RelocationType subtract) {
      if (!known) {
        int fragment = out.fragments.size();
        builder.addRelocation(out, out.size, fragment, set.number(), new Expression.Reference(to));
        builder.addRelocation(
            out, out.size, fragment, subtract.number(), new Expression.Reference(from));
      }
    }
  }
}
