package dev.ferry.codegen.select;

import dev.ferry.codegen.RiscvCostModel;
import dev.ferry.codegen.abi.CallLayout;
import dev.ferry.codegen.mir.FrameSlot;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.codegen.mir.Reg;
import dev.ferry.codegen.mir.SymbolRef;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.MemType;
import dev.ferry.ir.Op;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import org.jspecify.annotations.Nullable;

/** Addressing modes, loads, stores, misaligned accesses, block copies and fills. */
final class MemorySelector {
  /** Most pieces that a block copy or fill is expanded to. */
  private static final int MAX_PIECES = 16;

  private static final int MAX_PIECES_FOR_SIZE = 4;

  private final Emission e;
  private final CallSelector calls;

  MemorySelector(Emission emission, CallSelector calls) {
    this.e = emission;
    this.calls = calls;
  }

  private int maxPieces() {
    return e.options.forSize ? MAX_PIECES_FOR_SIZE : MAX_PIECES;
  }

  // ---- addresses

  /**
   * The best memory operand for {@code address + offset}, of which up to {@code span} bytes from
   * the offset on are accessed by {@link #at}.
   */
  Address match(Value address, long offset, int span) {
    Value value = address;
    long total = offset;
    while (true) {
      value = e.strip(value);
      if (!(value instanceof Instruction inst)) {
        break;
      }
      switch (inst.op) {
        case ADD -> {
          Long constant = Emission.constantOf(inst.arg(1));
          if (constant == null
              || !fits(total + constant, span)
              || e.isStepOf(inst, e.strip(inst.arg(0)))) {
            return plain(value, total, span);
          }
          total += constant;
          value = inst.arg(0);
        }
        case SLOT_ADDR -> {
          Slot slot = inst.slot();
          long at = total + inst.imm;
          int pointer = e.slotPointer[slot.id];
          if (pointer != 0) {
            return fits(at, span) ? Address.of(pointer, at) : plain(value, total, span);
          }
          if (at < 0 || at + span > slot.size + 16) {
            // Outside the slot: undefined in C, but it must compile.
            return plain(value, total, span);
          }
          return Address.of(e.frameSlot(slot), at);
        }
        case GLOBAL_ADDR -> {
          Address result = global(inst, total, span);
          return result == null ? plain(value, total, span) : result;
        }
        default -> {
          return plain(value, total, span);
        }
      }
    }
    return plain(value, total, span);
  }

  private static boolean fits(long offset, int span) {
    return Emission.fits12(offset) && Emission.fits12(offset + span - 1);
  }

  private Address plain(Value value, long offset, int span) {
    int base = e.reg(value);
    if (fits(offset, span)) {
      return Address.of(base, offset);
    }
    // Keep the low 12 bits as the offset of the access.
    long low = offset << 52 >> 52;
    if (!fits(low, span)) {
      low = 0;
    }
    return Address.of(e.r(MOp.ADD, base, e.constant(offset - low)), low);
  }

  /** A symbol's low part as the offset of one access; null if it must be in a register. */
  private @Nullable Address global(Instruction inst, long offset, int span) {
    Symbol symbol = inst.symbol();
    long at = inst.imm + offset;
    if (symbol.tls == Symbol.Tls.LOCAL_EXEC && span <= 8 && at == (int) at) {
      SymbolRef ref = new SymbolRef(symbol, null, at, SymbolRef.Access.TLS_LE);
      return new Address(tlsBase(ref), null, ref, 0);
    }
    if (!e.isPlainSymbol(symbol) || at != (int) at) {
      return null;
    }
    SymbolRef.Access access = e.accessOf(symbol);
    if (access == SymbolRef.Access.GOT) {
      return null;
    }
    if (span <= 8 && e.optimise && isSmall(symbol, at, span, access)) {
      SymbolRef ref = new SymbolRef(symbol, null, at, access);
      return new Address(e.high(ref), null, ref, 0);
    }
    if (span > 8 || e.optimise && prefersRegister(inst)) {
      // Several accesses, or one that runs often: the whole address in a register pays.
      int base = e.symbolAddress(symbol, inst.imm);
      return fits(offset, span)
          ? Address.of(base, offset)
          : Address.of(e.addImmediate(base, offset), 0);
    }
    SymbolRef ref = new SymbolRef(symbol, null, at, access);
    int base = e.newInt();
    e.emit(new MInst(MOp.HI, 1, new int[] {base}, 0, ref));
    return new Address(base, null, ref, 0);
  }

  /**
   * Whether the access is to an object of the small data area: the linker relaxes its lui away, so
   * that the high part is never worth the instruction that completes it.
   */
  private boolean isSmall(Symbol symbol, long at, int span, SymbolRef.Access access) {
    return access == SymbolRef.Access.ABSOLUTE
        && at >= 0
        && at + span <= symbol.objectSize
        && symbol.objectSize <= e.options.smallDataLimit;
  }

  private boolean prefersRegister(Instruction inst) {
    return e.useCount[inst.id] > 2 || e.inLoop();
  }

  /** lui %tprel_hi, add tp. */
  private int tlsBase(SymbolRef ref) {
    int high = e.newInt();
    e.emit(new MInst(MOp.HI, 1, new int[] {high}, 0, ref));
    int base = e.newInt();
    e.emit(new MInst(MOp.ADD_TP, 1, new int[] {base, high}, 0, ref));
    return base;
  }

  /** The address of a thread-local symbol in {@code d}. */
  void threadLocal(int d, Symbol symbol, long offset) {
    switch (symbol.tls) {
      case LOCAL_EXEC -> {
        SymbolRef ref = new SymbolRef(symbol, null, offset, SymbolRef.Access.TLS_LE);
        e.emit(new MInst(MOp.ADDI, 1, new int[] {d, tlsBase(ref)}, 0, ref));
      }
      case INITIAL_EXEC -> {
        SymbolRef ref = new SymbolRef(symbol, null, 0, SymbolRef.Access.TLS_IE);
        int entry = e.newInt();
        e.emit(new MInst(MOp.LA, 1, new int[] {entry}, 0, ref));
        int sum = offset == 0 ? d : e.newInt();
        e.r(MOp.ADD, sum, entry, Reg.TP);
        addOffset(d, sum, offset);
      }
      case GLOBAL_DYNAMIC, LOCAL_DYNAMIC -> {
        SymbolRef ref = new SymbolRef(symbol, null, 0, SymbolRef.Access.TLS_GD);
        int pair = e.newInt();
        e.emit(new MInst(MOp.LA, 1, new int[] {pair}, 0, ref));
        int sum = offset == 0 ? d : e.newInt();
        calls.runtimeCall("__tls_get_addr", new int[] {pair}, sum);
        addOffset(d, sum, offset);
      }
      case NONE -> throw e.bug("not thread-local: " + symbol);
    }
  }

  private void addOffset(int d, int base, long offset) {
    if (offset == 0) {
      return;
    }
    if (Emission.fits12(offset)) {
      e.i(MOp.ADDI, d, base, offset);
    } else {
      e.r(MOp.ADD, d, base, e.constant(offset));
    }
  }

  /** A load or store of {@code value} at {@code address + delta}. */
  void access(MOp op, int value, Address address, long delta) {
    FrameSlot slot = address.slot();
    if (slot != null) {
      slot.isUsed = true;
      e.emit(MInst.frame(op, value, slot, address.offset() + delta));
      return;
    }
    SymbolRef symbol = address.symbol();
    if (symbol != null) {
      if (delta != 0) {
        throw e.bug("several accesses through one low part");
      }
      e.emit(new MInst(op, op.isLoad() ? 1 : 0, new int[] {value, address.base()}, 0, symbol));
      return;
    }
    e.emit(MInst.memory(op, value, address.base(), address.offset() + delta));
  }

  /** The address itself in a register. */
  int addressReg(Address address) {
    FrameSlot slot = address.slot();
    if (slot != null) {
      return e.frameAddress(slot, address.offset());
    }
    SymbolRef symbol = address.symbol();
    if (symbol != null) {
      int whole = e.newInt();
      e.emit(new MInst(MOp.ADDI, 1, new int[] {whole, address.base()}, 0, symbol));
      return whole;
    }
    return e.addImmediate(address.base(), address.offset());
  }

  // ---- loads and stores

  static MOp loadOp(MemType type) {
    return switch (type) {
      case I8S -> MOp.LB;
      case I8U -> MOp.LBU;
      case I16S -> MOp.LH;
      case I16U -> MOp.LHU;
      case I32 -> MOp.LW;
      case I32U -> MOp.LWU;
      case I64 -> MOp.LD;
      case F32 -> MOp.FLW;
      case F64 -> MOp.FLD;
    };
  }

  static MOp storeOp(MemType type) {
    return switch (type) {
      case I8S, I8U -> MOp.SB;
      case I16S, I16U -> MOp.SH;
      case I32, I32U -> MOp.SW;
      case I64 -> MOp.SD;
      case F32 -> MOp.FSW;
      case F64 -> MOp.FSD;
    };
  }

  void load(Instruction inst, int d) {
    load(d, inst.arg(0), inst.access());
  }

  /** A load whose result is used zero-extended only. */
  void load(int d, Value addressValue, MemAccess access) {
    MemType type = access.type();
    int bytes = type.bytes();
    if (access.align() < bytes && e.options.strictAlign) {
      Address address = match(addressValue, access.offset(), Math.max(bytes, 9));
      misalignedLoad(d, type, address, access.align());
      return;
    }
    access(loadOp(type), d, match(addressValue, access.offset(), bytes), 0);
  }

  /** Pieces zero-extended, shifted and joined, the last one with the wanted extension. */
  private void misalignedLoad(int d, MemType type, Address address, int align) {
    boolean isFloat = !type.isInt();
    int target = isFloat ? e.newInt() : d;
    int bytes = type.bytes();
    boolean signed = type != MemType.I16U && type != MemType.I32U;
    loadPieces(target, address, 0, bytes, align, signed);
    if (isFloat) {
      e.unary(bytes == 8 ? MOp.FMV_D_X : MOp.FMV_W_X, d, target);
    }
  }

  /**
   * Loads {@code bytes} (1..8, any number) at {@code offset} into an integer register with accesses
   * no wider than {@code align}; the upper bits are extended from the last piece.
   */
  void loadPieces(int d, Address address, int offset, int bytes, int align, boolean signed) {
    int sum = Reg.NONE;
    int done = 0;
    while (done < bytes) {
      int width = pieceWidth(offset + done, bytes - done, align);
      boolean last = done + width == bytes;
      int piece = last && sum == Reg.NONE ? d : e.newInt();
      access(loadOp(width, last && signed), piece, address, offset + done);
      if (done > 0) {
        int shifted = e.i(MOp.SLLI, piece, done * 8L);
        int joined = last ? d : e.newInt();
        e.r(MOp.OR, joined, sum, shifted);
        sum = joined;
      } else {
        sum = piece;
      }
      done += width;
    }
  }

  private static int pieceWidth(int offset, int bytes, int align) {
    int width = Integer.highestOneBit(Math.min(bytes, 8));
    while (width > align || offset % width != 0 && width > Integer.lowestOneBit(offset | align)) {
      width >>= 1;
    }
    return width;
  }

  private static MOp loadOp(int width, boolean signed) {
    return switch (width) {
      case 1 -> signed ? MOp.LB : MOp.LBU;
      case 2 -> signed ? MOp.LH : MOp.LHU;
      case 4 -> signed ? MOp.LW : MOp.LWU;
      default -> MOp.LD;
    };
  }

  private static MOp storeOp(int width) {
    return switch (width) {
      case 1 -> MOp.SB;
      case 2 -> MOp.SH;
      case 4 -> MOp.SW;
      default -> MOp.SD;
    };
  }

  void store(Instruction inst) {
    MemAccess access = inst.access();
    MemType type = access.type();
    int bytes = type.bytes();
    Value value = inst.arg(1);
    if (access.align() < bytes && e.options.strictAlign) {
      int source = type.isInt() ? storedReg(value, type) : e.reg(value);
      Address address = match(inst.arg(0), access.offset(), Math.max(bytes, 9));
      if (!type.isInt()) {
        source = e.unary(bytes == 8 ? MOp.FMV_X_D : MOp.FMV_X_W, source);
      }
      storePieces(source, address, 0, bytes, access.align());
      return;
    }
    if (!type.isInt() && isZeroBits(value)) {
      access(bytes == 8 ? MOp.SD : MOp.SW, Reg.ZERO, match(inst.arg(0), access.offset(), bytes), 0);
      return;
    }
    if (isShortAsInteger(value)) {
      long bits = bytes == 8 ? ((Instruction) value).imm : (int) ((Instruction) value).imm;
      int source = e.constant(bits);
      access(storeOp(bytes), source, match(inst.arg(0), access.offset(), bytes), 0);
      return;
    }
    int source = type.isInt() ? storedReg(value, type) : e.reg(value);
    access(storeOp(type), source, match(inst.arg(0), access.offset(), bytes), 0);
  }

  /**
   * Whether a constant of floating point is nothing but stored, and its bits are made with no more
   * instructions than loading it takes.
   */
  private boolean isShortAsInteger(Value value) {
    if (!(value instanceof Instruction inst)
        || inst.op != Op.FCONST
        || e.useCount[inst.id] != 1
        || inst.type == Type.F64 && e.options.wordBytes() < 8) {
      return false;
    }
    return RiscvCostModel.steps(inst.type == Type.F64 ? inst.imm : (int) inst.imm) <= 2;
  }

  private static boolean isZeroBits(Value value) {
    return value instanceof Instruction inst && inst.op == Op.FCONST && inst.imm == 0;
  }

  /** The value to store: what only changes bits above the stored width is left out. */
  private int storedReg(Value value, MemType type) {
    Value v = value;
    while (v instanceof Instruction inst) {
      boolean irrelevant =
          switch (inst.op) {
            case TRUNC, SEXT, ZEXT, COPY -> type.bytes() <= 4;
            case SEXT8, ZEXT8 -> type.bytes() == 1;
            case SEXT16, ZEXT16 -> type.bytes() <= 2;
            case AND ->
                type.bytes() <= 4
                    && Emission.constantOf(inst.arg(1)) instanceof Long mask
                    && (~mask & ((1L << type.bytes() * 8) - 1)) == 0;
            default -> false;
          };
      if (!irrelevant) {
        break;
      }
      v = inst.arg(0);
    }
    return e.reg(v);
  }

  /** Stores the low {@code bytes} of a register with accesses no wider than {@code align}. */
  void storePieces(int source, Address address, int offset, int bytes, int align) {
    int done = 0;
    while (done < bytes) {
      int width = pieceWidth(offset + done, bytes - done, align);
      int piece = done == 0 || source == Reg.ZERO ? source : e.i(MOp.SRLI, source, done * 8L);
      access(storeOp(width), piece, address, offset + done);
      done += width;
    }
  }

  // ---- blocks

  void copyBlock(Instruction inst) {
    int align = Math.min(inst.memBlock().destinationAlign(), inst.memBlock().sourceAlign());
    copyBlock(inst.arg(0), inst.arg(1), inst.imm, knownAlign(inst, align));
  }

  /** Frame slots that we align ourselves are better aligned than the IR says. */
  private int knownAlign(Instruction inst, int align) {
    int destination = Math.max(inst.memBlock().destinationAlign(), slotAlign(inst.arg(0)));
    int source = Math.max(inst.memBlock().sourceAlign(), slotAlign(inst.arg(1)));
    return Math.max(align, Math.min(destination, source));
  }

  private int slotAlign(Value value) {
    if (value instanceof Instruction inst
        && inst.op == Op.SLOT_ADDR
        && e.slotPointer[inst.slot().id] == 0) {
      int align = e.frameSlot(inst.slot()).align;
      return inst.imm == 0 ? align : (int) Math.min(align, Long.lowestOneBit(inst.imm));
    }
    return 1;
  }

  private void copyBlock(Value destination, Value source, long size, int align) {
    if (size == 0) {
      return;
    }
    int width =
        e.options.strictAlign ? Math.min(align, e.options.wordBytes()) : e.options.wordBytes();
    if (pieces(size, width) > maxPieces()) {
      int d = e.reg(destination);
      int s = e.reg(source);
      calls.runtimeCall("memcpy", new int[] {d, s, e.constant(size)}, Reg.NONE);
      return;
    }
    Address to = match(destination, 0, (int) Math.max(size, 9));
    Address from = match(source, 0, (int) Math.max(size, 9));
    copyPieces(to, from, (int) size, width);
  }

  /** Copies {@code size} bytes in groups of loads followed by stores. */
  void copyPieces(Address to, Address from, int size, int width) {
    int done = 0;
    int[] regs = new int[8];
    int[] widths = new int[8];
    while (done < size) {
      int n = 0;
      int at = done;
      while (n < regs.length && at < size) {
        widths[n] = pieceWidth(at, size - at, width);
        regs[n] = e.newInt();
        access(loadOp(widths[n], true), regs[n], from, at);
        at += widths[n++];
      }
      at = done;
      for (int i = 0; i < n; i++) {
        access(storeOp(widths[i]), regs[i], to, at);
        at += widths[i];
      }
      done = at;
    }
  }

  private static long pieces(long size, int width) {
    return size / width + Long.bitCount(size % width);
  }

  /** Copies an aggregate of {@code size} bytes between addresses in registers. */
  void copyAggregate(int to, int from, long size, int align) {
    int width = Math.min(Math.max(align, 1), e.options.wordBytes());
    if (pieces(size, width) > maxPieces() || !Emission.fits12(size)) {
      calls.runtimeCall("memcpy", new int[] {to, from, e.constant(size)}, Reg.NONE);
    } else {
      copyPieces(Address.of(to, 0), Address.of(from, 0), (int) size, width);
    }
  }

  void fillBlock(Instruction inst) {
    long size = inst.imm;
    if (size == 0) {
      return;
    }
    int align = Math.max(inst.memBlock().destinationAlign(), slotAlign(inst.arg(0)));
    int width =
        e.options.strictAlign ? Math.min(align, e.options.wordBytes()) : e.options.wordBytes();
    Long fill = Emission.constantOf(inst.arg(1));
    if (pieces(size, width) > maxPieces() || fill == null && width > 1 && size > 4) {
      int to = e.reg(inst.arg(0));
      int value = e.lowReg(inst.arg(1));
      calls.runtimeCall("memset", new int[] {to, value, e.constant(size)}, Reg.NONE);
      return;
    }
    int value;
    if (fill == null) {
      value = e.lowReg(inst.arg(1));
      width = 1;
    } else {
      long pattern = (fill & 0xff) * 0x0101010101010101L;
      value = e.constant(width == 8 ? pattern : width == 4 ? (int) pattern : (short) pattern);
    }
    Address to = match(inst.arg(0), 0, (int) Math.max(size, 9));
    int done = 0;
    while (done < size) {
      int piece = pieceWidth(done, (int) size - done, width);
      access(storeOp(piece), value, to, done);
      done += piece;
    }
  }

  // ---- variadic arguments

  /** Stores the address of the first variadic argument. */
  void vaStart(Instruction inst, CallLayout layout) {
    FrameSlot area =
        new FrameSlot(
            "varargs",
            0,
            e.options.wordBytes(),
            FrameSlot.Area.INCOMING,
            layout.namedIntRegs() < 8 ? -e.mf.varargsBytes : layout.namedStackBytes());
    int pointer = e.newInt();
    e.emit(new MInst(MOp.FRAME, 1, new int[] {pointer}, 0, area));
    MOp op = e.options.wordBytes() == 8 ? MOp.SD : MOp.SW;
    access(op, pointer, match(inst.arg(0), 0, 8), 0);
  }

  static Type wordType(int bytes) {
    return bytes == 8 ? Type.I64 : Type.I32;
  }
}
