package dev.ferry.codegen.select;

import dev.ferry.codegen.mir.AtomicLoop;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.codegen.mir.Reg;
import dev.ferry.ir.Atomic;
import dev.ferry.ir.Atomic.Order;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.MemType;
import dev.ferry.ir.Value;

/**
 * Atomics by the mapping of the RISC-V manual's table A.6: fences around plain loads and stores, aq
 * and rl on read-modify-write. Bytes and halves work on the aligned word under a mask.
 */
final class AtomicSelector {
  private static final int R = 2;
  private static final int W = 1;
  private static final int RW = R | W;
  static final int TSO = 0x100;

  private final Emission e;
  private final MemorySelector memory;

  AtomicSelector(Emission emission, MemorySelector memory) {
    this.e = emission;
    this.memory = memory;
  }

  private void fence(int before, int after) {
    e.emit(MInst.plain(MOp.FENCE, before << 4 | after));
  }

  void fence(Instruction inst) {
    switch (inst.atomic().order()) {
      case RELAXED -> {}
      case ACQUIRE -> fence(R, RW);
      case RELEASE -> fence(RW, W);
      case ACQ_REL -> e.emit(MInst.plain(MOp.FENCE, TSO | RW << 4 | RW));
      case SEQ_CST -> fence(RW, RW);
    }
  }

  void load(Instruction inst, int d) {
    Atomic atomic = inst.atomic();
    if (atomic.order() == Order.SEQ_CST) {
      fence(RW, RW);
    }
    memory.load(d, inst.arg(0), atomic.access());
    if (atomic.order() != Order.RELAXED) {
      fence(R, RW);
    }
  }

  void store(Instruction inst) {
    Atomic atomic = inst.atomic();
    if (atomic.order() != Order.RELAXED) {
      fence(RW, W);
    }
    MemAccess access = atomic.access();
    int value = e.reg(inst.arg(1));
    memory.access(
        MemorySelector.storeOp(access.type()),
        value,
        memory.match(inst.arg(0), access.offset(), access.type().bytes()),
        0);
  }

  /** aq in bit 1, rl in bit 0. */
  private static int amoBits(Order order) {
    return switch (order) {
      case RELAXED -> 0;
      case ACQUIRE -> 2;
      case RELEASE -> 1;
      case ACQ_REL, SEQ_CST -> 3;
    };
  }

  private int address(Value value, MemAccess access) {
    return memory.addressReg(memory.match(value, access.offset(), 1));
  }

  void update(Instruction inst, int d) {
    Atomic atomic = inst.atomic();
    Atomic.Rmw rmw = atomic.rmw();
    if (rmw == null) {
      throw e.bug("atomic_rmw without kind");
    }
    MemType type = atomic.access().type();
    int address = address(inst.arg(0), atomic.access());
    if (type.bytes() < 4) {
      updateNarrow(inst, d, rmw, address);
      return;
    }
    boolean wide = type.bytes() == 8;
    int value = e.reg(inst.arg(1));
    if (rmw == Atomic.Rmw.NAND) {
      loop(d, address, value, Reg.NONE, type.bytes(), atomic.order(), rmw);
      return;
    }
    if (rmw == Atomic.Rmw.SUB) {
      value = e.r(MOp.SUB, Reg.ZERO, value);
    }
    MOp op =
        switch (rmw) {
          case XCHG -> wide ? MOp.AMOSWAP_D : MOp.AMOSWAP_W;
          case ADD, SUB -> wide ? MOp.AMOADD_D : MOp.AMOADD_W;
          case AND -> wide ? MOp.AMOAND_D : MOp.AMOAND_W;
          case OR -> wide ? MOp.AMOOR_D : MOp.AMOOR_W;
          case XOR -> wide ? MOp.AMOXOR_D : MOp.AMOXOR_W;
          case SMIN -> wide ? MOp.AMOMIN_D : MOp.AMOMIN_W;
          case SMAX -> wide ? MOp.AMOMAX_D : MOp.AMOMAX_W;
          case UMIN -> wide ? MOp.AMOMINU_D : MOp.AMOMINU_W;
          case UMAX -> wide ? MOp.AMOMAXU_D : MOp.AMOMAXU_W;
          case NAND -> throw e.bug("nand has no instruction");
        };
    amo(op, d, value, address, atomic.order());
  }

  private void amo(MOp op, int d, int value, int address, Order order) {
    int target = d == Reg.NONE ? Reg.ZERO : d;
    e.emit(new MInst(op, 1, new int[] {target, value, address}, amoBits(order), null));
  }

  /** An LR/SC loop; {@code mask} NONE means the whole word. */
  private void loop(
      int d, int address, int value, int mask, int bytes, Order order, Atomic.Rmw rmw) {
    int old = d == Reg.NONE ? e.newInt() : d;
    int scratch = e.newInt();
    int[] regs =
        mask == Reg.NONE
            ? new int[] {old, scratch, address, value}
            : new int[] {old, scratch, address, value, mask};
    MInst inst = new MInst(MOp.RMW_LOOP, 2, regs, 0, new AtomicLoop(bytes, order, rmw));
    inst.earlyDef = true;
    e.emit(inst);
  }

  /** The aligned word, the bit position in it and the mask of a byte or half. */
  private record Place(int word, int shift, int mask) {}

  private Place place(int address, int bytes) {
    int word = e.i(MOp.ANDI, address, -4);
    int shift = e.i(MOp.SLLIW, e.i(MOp.ANDI, address, 3), 3);
    int ones = e.constant(bytes == 1 ? 0xff : 0xffff);
    int mask = e.r(MOp.SLLW, ones, shift);
    return new Place(word, shift, mask);
  }

  private int shifted(Value value, Place place) {
    int up = e.r(MOp.SLLW, e.lowReg(value), place.shift);
    return e.r(MOp.AND, up, place.mask);
  }

  /** Brings the old byte or half down from the old word. */
  private void extract(int d, int word, Place place, MemType type) {
    int down = e.r(MOp.SRLW, word, place.shift);
    int bits = 64 - type.bytes() * 8;
    boolean signed = type == MemType.I8S || type == MemType.I16S;
    if (type == MemType.I8U) {
      e.i(MOp.ANDI, d, down, 255);
    } else {
      e.i(signed ? MOp.SRAI : MOp.SRLI, d, e.i(MOp.SLLI, down, bits), bits);
    }
  }

  private void updateNarrow(Instruction inst, int d, Atomic.Rmw rmw, int address) {
    Atomic atomic = inst.atomic();
    MemType type = atomic.access().type();
    Place place = place(address, type.bytes());
    int value = shifted(inst.arg(1), place);
    int old = e.newInt();
    switch (rmw) {
      case OR -> amo(MOp.AMOOR_W, old, value, place.word, atomic.order());
      case XOR -> amo(MOp.AMOXOR_W, old, value, place.word, atomic.order());
      case AND -> {
        int keep = e.r(MOp.OR, value, e.i(MOp.XORI, place.mask, -1));
        amo(MOp.AMOAND_W, old, keep, place.word, atomic.order());
      }
      case XCHG, ADD, SUB, NAND ->
          loop(old, place.word, value, place.mask, type.bytes(), atomic.order(), rmw);
      case SMIN, SMAX, UMIN, UMAX -> throw e.bug("narrow atomic minimum is not supported");
    }
    if (d != Reg.NONE) {
      extract(d, old, place, type);
    }
  }

  void compareAndSwap(Instruction inst, int d) {
    Atomic atomic = inst.atomic();
    MemType type = atomic.access().type();
    int address = address(inst.arg(0), atomic.access());
    AtomicLoop loop = new AtomicLoop(type.bytes(), atomic.order(), null);
    if (type.bytes() >= 4) {
      int old = d == Reg.NONE ? e.newInt() : d;
      int[] regs = {old, e.newInt(), address, e.reg(inst.arg(1)), e.reg(inst.arg(2))};
      MInst cas = new MInst(MOp.CAS, 2, regs, 0, loop);
      cas.earlyDef = true;
      e.emit(cas);
      return;
    }
    Place place = place(address, type.bytes());
    int expected = shifted(inst.arg(1), place);
    int change = e.r(MOp.XOR, expected, shifted(inst.arg(2), place));
    int old = e.newInt();
    int[] regs = {old, e.newInt(), place.word, expected, change, place.mask};
    MInst cas = new MInst(MOp.CAS, 2, regs, 0, loop);
    cas.earlyDef = true;
    e.emit(cas);
    if (d != Reg.NONE) {
      extract(d, old, place, type);
    }
  }
}
