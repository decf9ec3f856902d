package dev.ferry.ir.analysis;

import dev.ferry.ir.Block;
import dev.ferry.ir.CallInfo;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Value;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which memory accesses may touch the same bytes. An address is a root plus an offset; roots that
 * are different objects do not alias; a slot whose address goes nowhere is touched by nothing else;
 * an incoming parameter does not point into this frame; alias classes separate types (C17 6.5 p7);
 * {@link PointerOrigins} follow addresses through loops and know {@code restrict}. Stays valid
 * while values are only replaced by equal ones.
 */
public final class AliasAnalysis {
  /** How two accesses relate. */
  public enum Relation {
    NO,
    MAY,
    /** The same bytes exactly. */
    MUST
  }

  private static final int MAX_STEPS = 16;

  private final Function function;
  private final boolean[] escapes;
  private final int[] aliasParent;
  private final boolean hasRestrict;

  /** Solved when the first question needs them. */
  private @Nullable PointerOrigins origins;

  /** Private globals whose address takes other ways in this function than to an access. */
  private final Set<Symbol> leaked = Collections.newSetFromMap(new IdentityHashMap<>(0));

  // The root found last: results of locate().
  private @Nullable Value rootA;
  private long offsetA;
  private boolean knownA;
  private @Nullable Value root;
  private long offset;
  private boolean known;

  // The address without added constants: two accesses from one stem compare exactly.
  private @Nullable Value stem;
  private long stemOffset;

  /** Whether one SSA value may stand for different addresses at the two accesses. */
  private boolean ignoresStems;

  public AliasAnalysis(Function function) {
    this.function = function;
    this.aliasParent = function.module.aliasParent;
    this.hasRestrict = PointerOrigins.hasRestrict(function);
    this.escapes = new boolean[function.slots.size()];
    findEscapes();
  }

  // ---- escape

  private void findEscapes() {
    if (escapes.length == 0 && !function.module.hasPrivateGlobals) {
      return;
    }
    if (function.callsReturnsTwice) {
      // Any call may come back from setjmp, past stores and to loads that no edge leads to.
      Arrays.fill(escapes, true);
    }
    for (Block block : function.blocks) {
      for (Instruction instruction : block.instructions) {
        Value[] args = instruction.args;
        switch (instruction.op) {
          case LOAD, ADD, SUB, EQ, NE, ULT, ULE, SLT, SLE, MEMCPY, MEMSET, VA_START, PREFETCH -> {}
          case STORE -> escape(args[1]);
          case CALL -> escapeCall(instruction);
          default -> {
            for (Value arg : args) {
              escape(arg);
            }
          }
        }
      }
      escapeTerminator(block.terminator);
    }
  }

  /** The result's address is only written by the callee; arguments by value are copied. */
  private void escapeCall(Instruction call) {
    for (Value arg : call.args) {
      escape(arg);
    }
  }

  private void escapeTerminator(Terminator terminator) {
    for (int i = 0; i < terminator.operandCount(); i++) {
      escape(terminator.operand(i));
    }
    for (Edge edge : terminator.edges()) {
      for (Value arg : edge.args) {
        escape(arg);
      }
    }
  }

  private void escape(Value value) {
    if (value.type != function.module.pointerType()) {
      return;
    }
    escapeRoots(value, 0);
  }

  /** Every slot an address may be computed from. */
  private void escapeRoots(Value value, int depth) {
    if (!(value instanceof Instruction i)) {
      return;
    }
    switch (i.op) {
      case SLOT_ADDR -> escapes[i.slot().id] = true;
      case GLOBAL_ADDR -> {
        if (i.symbol().isPrivate) {
          leaked.add(i.symbol());
        }
      }
      case ADD, SUB -> {
        if (depth > 64) {
          Arrays.fill(escapes, true);
          return;
        }
        escapeRoots(i.args[0], depth + 1);
        escapeRoots(i.args[1], depth + 1);
      }
      default -> {}
    }
  }

  /** The private globals whose addresses do not stay with accesses in this function. */
  public Set<Symbol> leakedGlobals() {
    return leaked;
  }

  /** Whether anything but direct accesses may touch the slot. */
  public boolean escapes(Slot slot) {
    return slot.id >= escapes.length || escapes[slot.id];
  }

  // ---- addresses

  private void locate(Value address, long extra) {
    Value at = address;
    long sum = extra;
    boolean exact = true;
    stem = null;
    for (int step = 0; step < MAX_STEPS && at instanceof Instruction i; step++) {
      if (i.op == Op.ADD && i.args[1] instanceof Instruction c && c.op == Op.ICONST) {
        sum += c.imm;
        at = i.args[0];
      } else if (i.op == Op.ADD || i.op == Op.SUB) {
        stem = at;
        stemOffset = sum;
        Value base = objectIn(i, 0);
        if (base != null) {
          at = base;
          exact = false;
        }
        break;
      } else if (i.op == Op.COPY) {
        at = i.args[0];
      } else {
        break;
      }
    }
    if (at instanceof Instruction i && (i.op == Op.SLOT_ADDR || i.op == Op.GLOBAL_ADDR)) {
      sum += i.imm;
    }
    root = at;
    offset = sum;
    known = exact;
    if (stem == null) {
      stem = at;
      stemOffset = sum;
    }
  }

  /** The object an address is computed from by sums, or null if it is not known. */
  private static @Nullable Value objectIn(Value value, int depth) {
    if (!(value instanceof Instruction i) || depth > MAX_STEPS) {
      return null;
    }
    return switch (i.op) {
      case SLOT_ADDR, GLOBAL_ADDR -> i;
      case CALL, STACK_ALLOC -> isFresh(i) ? i : null;
      case ADD -> {
        Value left = objectIn(i.args[0], depth + 1);
        Value right = objectIn(i.args[1], depth + 1);
        // The distance of two objects added to a third address may lead anywhere.
        yield left == null ? right : right == null ? left : null;
      }
      case SUB -> objectIn(i.args[1], depth + 1) == null ? objectIn(i.args[0], depth + 1) : null;
      default -> null;
    };
  }

  /** Whether the result is the address of memory that nothing else points to yet. */
  static boolean isFresh(Instruction instruction) {
    return instruction.op == Op.STACK_ALLOC
        || instruction.op == Op.CALL && isAllocation(instruction);
  }

  private static boolean isAllocation(Instruction call) {
    Symbol callee = call.call().callee();
    if (callee == null) {
      return false;
    }
    return switch (callee.libraryName) {
      case "malloc", "calloc" -> true;
      default -> false;
    };
  }

  /** The slot an address surely points into, or null. */
  public @Nullable Slot slotOf(Value address) {
    locate(address, 0);
    return root instanceof Instruction i && i.op == Op.SLOT_ADDR ? i.slot() : null;
  }

  /** The global an address surely points into, or null. */
  public @Nullable Symbol globalOf(Value address) {
    locate(address, 0);
    return root instanceof Instruction i && i.op == Op.GLOBAL_ADDR ? i.symbol() : null;
  }

  /** Where the value that an address is an offset from is computed; null for slots and globals. */
  public @Nullable Block rootBlock(Value address) {
    locate(address, 0);
    Value found = root;
    if (found == null
        || found instanceof Instruction i && (i.op == Op.SLOT_ADDR || i.op == Op.GLOBAL_ADDR)) {
      return null;
    }
    return found.block;
  }

  // ---- queries

  /**
   * How two accesses relate: {@code bytes} from {@code address + extra}.
   *
   * @param classA alias class, 0 for any
   */
  public Relation relate(
      Value addressA,
      long extraA,
      long bytesA,
      int classA,
      Value addressB,
      long extraB,
      long bytesB,
      int classB) {
    locate(addressA, extraA);
    rootA = root;
    offsetA = offset;
    knownA = known;
    Value stemA = stem;
    long stemOffsetA = stemOffset;
    locate(addressB, extraB);
    if (stemA == stem && !ignoresStems) {
      return exact(stemOffsetA, bytesA, stemOffset, bytesB);
    }
    Value a = rootA;
    Value b = root;
    if (a == null || b == null) {
      return Relation.MAY;
    }
    if (isSameRoot(a, b)) {
      if (knownA && known) {
        return exact(offsetA, bytesA, offset, bytesB);
      }
      return byClass(classA, classB);
    }
    if (areDistinct(a, b) || areDistinct(b, a)) {
      return Relation.NO;
    }
    Relation byClass = byClass(classA, classB);
    return byClass == Relation.MAY && haveOtherOrigins(addressA, a, addressB, b)
        ? Relation.NO
        : byClass;
  }

  /** Whether what the roots are computed from tells the addresses apart, or restrict does. */
  private boolean haveOtherOrigins(Value addressA, Value rootA, Value addressB, Value rootB) {
    if (!hasRestrict && !isJoined(rootA) && !isJoined(rootB)) {
      return false;
    }
    if (origins == null) {
      origins = new PointerOrigins(function);
    }
    PointerOrigins found = origins;
    Value a = found.objectOf(addressA);
    Value b = found.objectOf(addressB);
    return a != null && b != null && !isSameRoot(a, b) && (areDistinct(a, b) || areDistinct(b, a))
        || a instanceof Param p && !found.mayBeBasedOn(addressB, p)
        || b instanceof Param q && !found.mayBeBasedOn(addressA, q);
  }

  private boolean isJoined(Value root) {
    return root instanceof Param param && param.block != function.entry();
  }

  private static Relation exact(long offsetA, long bytesA, long offsetB, long bytesB) {
    if (offsetA == offsetB && bytesA == bytesB) {
      return Relation.MUST;
    }
    return offsetA + bytesA <= offsetB || offsetB + bytesB <= offsetA ? Relation.NO : Relation.MAY;
  }

  /** Set while accesses of different rounds of a loop are compared: then only objects count. */
  public void ignoreStems(boolean ignore) {
    ignoresStems = ignore;
  }

  /** Where the address without added constants is computed; null for slots and globals. */
  public @Nullable Block stemBlock(Value address) {
    locate(address, 0);
    Value found = stem;
    if (found == null
        || found instanceof Instruction i && (i.op == Op.SLOT_ADDR || i.op == Op.GLOBAL_ADDR)) {
      return null;
    }
    return found.block;
  }

  /** How a load or store relates to another. */
  public Relation relate(Instruction a, Instruction b) {
    MemAccess x = a.access();
    MemAccess y = b.access();
    return relate(
        a.args[0],
        x.offset(),
        x.type().bytes(),
        x.alias(),
        b.args[0],
        y.offset(),
        y.type().bytes(),
        y.alias());
  }

  private static boolean isSameRoot(Value a, Value b) {
    if (a == b) {
      return true;
    }
    return a instanceof Instruction x
        && b instanceof Instruction y
        && x.op == y.op
        && (x.op == Op.SLOT_ADDR || x.op == Op.GLOBAL_ADDR)
        && x.payload == y.payload;
  }

  /** Whether root a, if an object of its own, cannot be what b points to. */
  private boolean areDistinct(Value a, Value b) {
    if (!(a instanceof Instruction object)) {
      return false;
    }
    return switch (object.op) {
      case SLOT_ADDR -> !escapes(object.slot()) || isIdentified(b) || isIncoming(b);
      case GLOBAL_ADDR ->
          object.symbol().isPrivate && !leaked.contains(object.symbol())
              || b instanceof Instruction other && isOtherObject(object, other);
      case CALL, STACK_ALLOC -> isFresh(object) && (isIdentified(b) || isIncoming(b));
      default -> false;
    };
  }

  private static boolean isOtherObject(Instruction global, Instruction other) {
    if (other.op == Op.GLOBAL_ADDR) {
      return global.symbol() != other.symbol()
          && global.symbol().aliasOf == null
          && other.symbol().aliasOf == null
          && global.symbol().linkage != Symbol.Linkage.WEAK
          && other.symbol().linkage != Symbol.Linkage.WEAK;
    }
    return other.op == Op.SLOT_ADDR || isFresh(other);
  }

  private static boolean isIdentified(Value value) {
    return value instanceof Instruction i
        && (i.op == Op.SLOT_ADDR || i.op == Op.GLOBAL_ADDR || isFresh(i));
  }

  private boolean isIncoming(Value value) {
    return value instanceof Param param && param.block == function.entry();
  }

  private Relation byClass(int a, int b) {
    return mayAliasByClass(a, b) ? Relation.MAY : Relation.NO;
  }

  /** Whether types allow the two classes to meet. */
  public boolean mayAliasByClass(int a, int b) {
    return a == 0 || b == 0 || isAncestor(a, b) || isAncestor(b, a);
  }

  private boolean isAncestor(int ancestor, int start) {
    for (int c = start; c != 0; c = aliasParent[c]) {
      if (c == ancestor) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether executing {@code writer} may change the bytes at an address. Everything that is not a
   * plain memory op counts as writing all that others can reach.
   */
  public Relation writes(Instruction writer, Value address, long extra, long bytes, int alias) {
    return switch (writer.op) {
      case STORE -> {
        MemAccess access = writer.access();
        yield relate(
            writer.args[0],
            access.offset(),
            access.type().bytes(),
            access.alias(),
            address,
            extra,
            bytes,
            alias);
      }
      case MEMCPY, MEMSET -> {
        Relation relation = relate(writer.args[0], 0, writer.imm, 0, address, extra, bytes, alias);
        yield relation == Relation.NO ? Relation.NO : Relation.MAY;
      }
      case VA_START -> {
        long pointer = function.module.xlen / 8;
        Relation relation = relate(writer.args[0], 0, pointer, 0, address, extra, bytes, alias);
        yield relation == Relation.NO ? Relation.NO : Relation.MAY;
      }
      case CALL ->
          setsOnlyErrno(writer)
              ? mayBeErrno(address, bytes, alias) ? Relation.MAY : Relation.NO
              : callWrites(writer, address, extra);
      case LOAD, FRAME_ADDR, RETURN_ADDR, PREFETCH -> Relation.NO;
      default -> isPrivate(address) ? Relation.NO : Relation.MAY;
    };
  }

  /** The square root of a negative number: that is all the library is called for. */
  private static boolean setsOnlyErrno(Instruction call) {
    Symbol callee = call.call().callee();
    return callee != null
        && !callee.isDefined
        && call.type != null
        && call.type.isFloat()
        && (callee.libraryName.equals("sqrt") || callee.libraryName.equals("sqrtf"));
  }

  /** {@code errno} is an int behind a pointer: no object with a name, and of no other type. */
  private boolean mayBeErrno(Value address, long bytes, int alias) {
    if (alias != 0 && bytes != 4) {
      return false;
    }
    locate(address, 0);
    return !(root instanceof Instruction i
        && (i.op == Op.SLOT_ADDR || i.op == Op.GLOBAL_ADDR && i.symbol().isDefined));
  }

  private Relation callWrites(Instruction call, Value address, long extra) {
    if (call.call().effects() != CallInfo.Effects.ANY) {
      if (!call.call().signature().returnsAggregate()) {
        return Relation.NO;
      }
      int result = call.call().firstArgument() - 1;
      long size =
          call.call().signature().result() instanceof dev.ferry.ir.ParamType.Aggregate(var layout)
              ? layout.size()
              : 0;
      Relation relation = relate(call.args[result], 0, size, 0, address, extra, 1, 0);
      return relation == Relation.NO ? Relation.NO : Relation.MAY;
    }
    return isAllocation(call) || isPrivate(address) ? Relation.NO : Relation.MAY;
  }

  /** Whether executing {@code reader} may read the bytes at an address. */
  public boolean reads(Instruction reader, Value address, long extra, long bytes, int alias) {
    return switch (reader.op) {
      case LOAD -> {
        MemAccess access = reader.access();
        yield relate(
                reader.args[0],
                access.offset(),
                access.type().bytes(),
                access.alias(),
                address,
                extra,
                bytes,
                alias)
            != Relation.NO;
      }
      case MEMCPY ->
          relate(reader.args[1], 0, reader.imm, 0, address, extra, bytes, alias) != Relation.NO;
      case STORE, MEMSET, VA_START, PREFETCH, STACK_SAVE, STACK_ALLOC -> false;
      case CALL -> !setsOnlyErrno(reader) && !isPrivate(address);
      default -> reader.op.effect() == Op.Effect.SIDE && !isPrivate(address);
    };
  }

  /** Whether executing {@code writer} surely overwrites all the bytes at an address. */
  public boolean covers(Instruction writer, Value address, long extra, long bytes) {
    long from;
    long length;
    switch (writer.op) {
      case STORE -> {
        from = writer.access().offset();
        length = writer.access().type().bytes();
      }
      case MEMCPY, MEMSET -> {
        from = 0;
        length = writer.imm;
      }
      default -> {
        return false;
      }
    }
    locate(writer.args[0], from);
    Value writtenRoot = root;
    Value writtenStem = stem;
    long writtenOffset = offset;
    long writtenStemOffset = stemOffset;
    boolean writtenKnown = known;
    locate(address, extra);
    if (writtenStem == stem) {
      return isWithin(stemOffset, bytes, writtenStemOffset, length);
    }
    return writtenKnown
        && known
        && writtenRoot != null
        && root != null
        && isSameRoot(writtenRoot, root)
        && isWithin(offset, bytes, writtenOffset, length);
  }

  private static boolean isWithin(long from, long bytes, long start, long length) {
    return from >= start && from + bytes <= start + length;
  }

  /** Whether only this function's own accesses can touch the address. */
  public boolean isPrivate(Value address) {
    Slot slot = slotOf(address);
    return slot != null && !escapes(slot);
  }
}
