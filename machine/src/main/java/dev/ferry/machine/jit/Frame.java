package dev.ferry.machine.jit;

import static dev.ferry.machine.jit.Names.BITS_OF;
import static dev.ferry.machine.jit.Names.DISPATCHER;
import static dev.ferry.machine.jit.Names.DOUBLE_CLASS;
import static dev.ferry.machine.jit.Names.HART;
import static dev.ferry.machine.jit.Names.I;
import static dev.ferry.machine.jit.Names.J;
import static dev.ferry.machine.jit.Names.OF_BITS;
import static dev.ferry.machine.jit.Names.SUPPORT;

import dev.ferry.isa.Meaning.Expression;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The method of a region while it is emitted: where guest registers live, which of them the hart
 * does not have yet, and the ways out.
 *
 * <p>Whatever is improbable leaves the region: registers are written back and the address returned,
 * with {@link #SLOW} added where the interpreter has to execute the instruction there. Such paths
 * never join the others again. If they did, after a call, HotSpot would have to keep every guest
 * register in memory along the fast path too, since no machine register survives its calls.
 */
final class Frame {
  /** Added to a returned address: its instruction is one for the interpreter. */
  static final long SLOW = 1;

  // Locals. A long or double takes two.
  static final int H = 0;
  static final int DEPTH = 1;

  /** {@code h.retired} as of the last place where ways meet; see {@link Region.Block#uncounted}. */
  static final int N = 2;

  static final int ADDRESS = 4;
  static final int INDEX = 6;
  static final int VALUE = 8;

  /** {@link Support#mode} of the hart. */
  static final int MODE = 10;

  static final int RESULT = 11;
  static final int FLOAT_A = 13;
  static final int FLOAT_B = 14;
  static final int FLOAT_C = 15;
  static final int FLOAT_RESULT = 16;

  /** Eight doubles. */
  static final int SCRATCH = 17;

  /** An address to leave to that is only known at run time: no instruction's. */
  private static final long IN_VALUE = -1;

  /** Where a shared way out returns to. */
  private static final int LEAVE = 33;

  private static final int REGISTERS = 35;

  final CodeBuilder c;
  final ClassDesc self;
  final Region region;
  final Translation translation;
  private final Map<Long, Label> labels = new HashMap<>();
  private final List<Runnable> outOfLine = new ArrayList<>();
  private final int[] local = new int[64];
  private final int[] wordLocal = new int[32];
  private final Map<Leave, Label> exits = new LinkedHashMap<>();
  private final int firstFree;

  /** Registers that have no local: see {@link Region#resident}. */
  private final long resident;

  private int nextLocal;

  // State at the instruction that is emitted.

  /** Registers that the hart may not have yet, as far as something may read them. */
  long dirty;

  /** Registers that hold sign-extended 32-bit numbers, and live in int locals. */
  long words;

  /** f registers that are known to hold boxed single-precision numbers. */
  int boxed;

  /** Instructions before this one that are not counted yet. */
  int retired;

  Region.Instruction now;
  private @Nullable Label slow;

  @SuppressWarnings("NullAway.Init") // The instruction is set before use.
  Frame(CodeBuilder c, ClassDesc self, Region region, Translation translation) {
    this.c = c;
    this.self = self;
    this.region = region;
    this.translation = translation;
    this.resident = region.resident();
    long used = region.used() & ~resident;
    int next = REGISTERS;
    for (int r = 1; r < 64; r++) {
      if ((used >>> r & 1) != 0) {
        local[r] = next;
        next += 2;
        if (r < 32) {
          wordLocal[r] = next++;
        }
      }
    }
    firstFree = next;
  }

  int xlen() {
    return translation.xlen();
  }

  // ---- places in the method ----------------------------------------------------------------

  /** The label of a block. */
  Label label(long pc) {
    return labels.computeIfAbsent(pc, p -> c.newLabel());
  }

  /** Emits code at the end of the method; what it needs of the state it must have copied. */
  void later(Runnable code) {
    outOfLine.add(code);
  }

  void emitOutOfLine() {
    for (int i = 0; i < outOfLine.size(); i++) { // They may add more.
      outOfLine.get(i).run();
    }
  }

  // ---- instructions ------------------------------------------------------------------------

  void startBlock(Region.Block block) {
    dirty = block.dirtyIn & ~resident;
    words = block.wordsIn;
    boxed = 0;
    retired = block.uncounted;
    nextLocal = firstFree;
    slow = null;
  }

  void start(Region.Instruction i) {
    now = i;
    slow = null;
    dirty &= i.live;
  }

  void finish(Region.Instruction i) {
    words = region.wordsAfter(i, words);
    wrote(i.writes());
    retired++;
  }

  /** Registers have been written. */
  void wrote(long set) {
    dirty |= set & ~resident;
  }

  /** A long local for the rest of the block. */
  int newLocal() {
    nextLocal += 2;
    return nextLocal - 2;
  }

  // ---- registers ---------------------------------------------------------------------------

  /** The local of an f register. */
  int floatLocal(int number) {
    return local[32 + number];
  }

  /** Whether the value is a sign-extended 32-bit number. */
  boolean isWord(Expression e) {
    return Meanings.isWord(e, now, words);
  }

  private static boolean contains(long set, int r) {
    return (set >>> r & 1) != 0;
  }

  /** An x register as a long on the stack. */
  void loadLong(int number) {
    if (number == 0) {
      c.lconst_0();
    } else if (contains(resident, number)) {
      c.aload(H).getfield(HART, Names.field(number), J);
    } else if (contains(words, number)) {
      c.iload(wordLocal[number]).i2l();
    } else {
      c.lload(local[number]);
    }
  }

  /** The low half of an x register as an int on the stack. */
  void loadInt(int number) {
    loadInt(number, words);
  }

  private void loadInt(int number, long wordsHere) {
    if (number == 0) {
      c.iconst_0();
    } else if (contains(resident, number)) {
      c.aload(H).getfield(HART, Names.field(number), J).l2i();
    } else if (contains(wordsHere, number)) {
      c.iload(wordLocal[number]);
    } else {
      c.lload(local[number]).l2i();
    }
  }

  /** Reads registers from the hart, as a block wants them. */
  void reload(Region.Block next) {
    for (long left = next.liveIn & ~resident; left != 0; left &= left - 1) {
      int r = Long.numberOfTrailingZeros(left);
      c.aload(H).getfield(HART, Names.field(r), J);
      if (r >= 32) {
        c.invokestatic(DOUBLE_CLASS, "longBitsToDouble", OF_BITS).dstore(local[r]);
      } else if (contains(next.wordsIn, r)) {
        c.l2i().istore(wordLocal[r]);
      } else {
        c.lstore(local[r]);
      }
    }
  }

  /** Jumps where a register that the first block presumes to be a word is none. */
  void checkWords(Region.Block first, Label otherwise) {
    if (xlen() == 64) {
      for (long left = first.liveIn & first.wordsIn & 0xffffffffL; left != 0; left &= left - 1) {
        int r = Long.numberOfTrailingZeros(left);
        c.aload(H).getfield(HART, Names.field(r), J);
        loadInt(r, first.wordsIn);
        c.i2l().lcmp().ifne(otherwise);
      }
    }
  }

  /** Whether registers that are words here have to be longs there. */
  boolean needsWidening(Region.Block next) {
    return (words & ~next.wordsIn & next.liveIn & ~resident & 0xffffffffL) != 0;
  }

  /** Words to longs, as far as a block that comes next wants them so. */
  void widen(Region.Block next) {
    widen(words, next);
  }

  private void widen(long wordsHere, Region.Block next) {
    long set = wordsHere & ~next.wordsIn & next.liveIn & ~resident & 0xffffffffL;
    for (long left = set; left != 0; left &= left - 1) {
      int r = Long.numberOfTrailingZeros(left);
      c.iload(wordLocal[r]).i2l().lstore(local[r]);
    }
  }

  /**
   * The label of a block, or of what prepares for it.
   *
   * @param uncounted instructions that have retired here and are not counted yet
   */
  Label entrance(Region.Block next, int uncounted) {
    int count = uncounted - next.uncounted;
    if (count == 0 && !needsWidening(next)) {
      return label(next.start);
    }
    Label label = c.newLabel();
    long wordsHere = words;
    later(() -> {
      c.labelBinding(label);
      addRetired(count);
      widen(wordsHere, next);
      c.goto_(label(next.start));
    });
    return label;
  }

  /** Writes registers to the hart. */
  void flush(long set) {
    for (long left = set; left != 0; left &= left - 1) {
      int r = Long.numberOfTrailingZeros(left);
      c.aload(H);
      if (r < 32) {
        loadLong(r);
      } else {
        c.dload(local[r]).invokestatic(DOUBLE_CLASS, "doubleToRawLongBits", BITS_OF);
      }
      c.putfield(HART, Names.field(r), J);
    }
  }

  /** The bits of an f register on the stack. */
  void loadBits(int number) {
    c.dload(local[32 + number]).invokestatic(DOUBLE_CLASS, "doubleToRawLongBits", BITS_OF);
  }

  /** Stores the long on the stack to rd, or drops it. */
  void storeRegister(Region.Instruction i) {
    if (i.opcode.isRdFloat()) {
      c.invokestatic(DOUBLE_CLASS, "longBitsToDouble", OF_BITS).dstore(local[32 + i.rd]);
      boxed &= ~(1 << i.rd);
    } else if (i.rd == 0) {
      c.pop2();
    } else if (contains(resident, i.rd)) {
      storeResident(i.rd);
    } else if (givesWord(i)) {
      c.l2i().istore(wordLocal[i.rd]);
    } else {
      c.lstore(local[i.rd]);
    }
  }

  /** The long on the stack to an x register in the hart. */
  private void storeResident(int number) {
    c.aload(H).dup_x2().pop().putfield(HART, Names.field(number), J);
  }

  /** Whether the instruction leaves a word in rd. */
  boolean givesWord(Region.Instruction i) {
    return contains(region.wordsAfter(i, words), i.rd);
  }

  /** Stores the int on the stack, sign-extended, to rd, or drops it. */
  void storeWord(Region.Instruction i) {
    if (i.rd == 0) {
      c.pop();
    } else if (contains(resident, i.rd)) {
      c.i2l();
      storeResident(i.rd);
    } else if (givesWord(i)) {
      c.istore(wordLocal[i.rd]);
    } else {
      c.i2l().lstore(local[i.rd]);
    }
  }

  // ---- counters and state of the hart ------------------------------------------------------

  void loadRetired() {
    c.aload(H).getfield(HART, "retired", J).lstore(N);
  }

  void addRetired(int count) {
    if (count != 0) {
      c.lload(N).loadConstant((long) count).ladd().lstore(N);
    }
  }

  /** h.retired = n + more. */
  void storeRetired(int more) {
    c.aload(H).lload(N);
    if (more != 0) {
      c.loadConstant((long) more).ladd();
    }
    c.putfield(HART, "retired", J);
  }

  /** Reads anew what the arithmetic of floating point depends on. */
  void loadMode() {
    if (region.usesFloat) {
      c.aload(H).invokestatic(SUPPORT, "mode", MethodTypeDesc.of(I, HART)).istore(MODE);
    }
  }

  void loadDispatcher() {
    c.aload(H).getfield(HART, "dispatcher", DISPATCHER);
  }

  /** Completes the hart, with this instruction the next: for calls that may trap. */
  void flushAll() {
    flush(dirty);
    dirty = 0;
    storeRetired(retired);
    c.aload(H).loadConstant(now.pc).putfield(HART, "pc", J);
  }

  // ---- ways out ----------------------------------------------------------------------------

  /** Returns to the dispatcher, {@code more} instructions having retired that are not counted. */
  void exit(long address, int more) {
    exit(address, Leave.of(dirty, words), more);
  }

  /** Ways out with the same registers to write back join. */
  private void exit(long address, Leave leave, int more) {
    Label shared = exits.get(leave);
    if (shared == null) {
      Label fresh = c.newLabel();
      exits.put(leave, fresh);
      shared = fresh;
      later(() -> {
        c.labelBinding(fresh).aload(H);
        for (long left = leave.registers(); left != 0; left &= left - 1) {
          int r = Long.numberOfTrailingZeros(left);
          if (r >= 32) {
            c.dload(local[r]);
          } else if (leave.isWord(r)) {
            c.iload(wordLocal[r]);
          } else {
            c.lload(local[r]);
          }
        }
        c.lload(N).lload(LEAVE);
        c.invokestatic(self, leave.name(), leave.type()).lreturn();
      });
    }
    addRetired(more);
    if (address == IN_VALUE) {
      c.lload(VALUE);
    } else {
      c.loadConstant(address);
    }
    c.lstore(LEAVE).goto_(shared);
  }

  /** A label for leaving to the address in VALUE, out of line. */
  Label exitToValueLater() {
    return exitLater(IN_VALUE, 0);
  }

  /** The methods that ways out call. */
  Set<Leave> leaves() {
    return exits.keySet();
  }

  /** A label for leaving from here, out of line. */
  Label exitLater(long address, int more) {
    Label label = c.newLabel();
    Leave leave = Leave.of(dirty, words);
    later(() -> {
      c.labelBinding(label);
      exit(address, leave, more);
    });
    return label;
  }

  /** A label to jump to where the current instruction is one for the interpreter. */
  Label slow() {
    Label label = slow;
    if (label == null) {
      label = exitLater(now.pc | SLOW, retired);
      slow = label;
    }
    return label;
  }

  /** Jumps where the region might retire more than {@code h.stopAt} allows. */
  void checkBudget(Label out) {
    if (translation.counted()) {
      c.lload(N).loadConstant((long) region.size).ladd();
      c.aload(H).getfield(HART, "stopAt", J).lcmp().ifgt(out);
    }
  }
}
