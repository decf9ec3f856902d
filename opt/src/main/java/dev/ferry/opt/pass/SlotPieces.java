package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.Op;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts slots into the pieces that loads, stores and copies access: the analysis of {@link Promote}.
 *
 * <p>A slot is a candidate while its address goes nowhere but into loads, stores and fixed-size
 * copies. Copies between candidates carry the cuts of one slot to the other until nothing changes.
 * A piece that accesses overlap in different ways stays in memory; a slot that takes part in a copy
 * is promoted whole or not at all.
 */
final class SlotPieces {
  /** More pieces than this in a copied slot are better moved as memory. */
  private static final int MAX_COPIED_PIECES = 16;

  /** Copies of more bytes stay copies. */
  private static final long MAX_COPY = 128;

  /** A range of a slot that is one variable. */
  static final class Piece {
    final Slot slot;
    final int offset;
    final int bytes;
    boolean hasInt;
    boolean hasFloat;
    boolean isBad;

    /** Dense index of a promoted piece, or -1. */
    int variable = -1;

    Piece(Slot slot, int offset, int bytes) {
      this.slot = slot;
      this.offset = offset;
      this.bytes = bytes;
    }

    int end() {
      return offset + bytes;
    }

    /** The type of the variable: int if ever accessed so. */
    Type type() {
      if (hasFloat && !hasInt) {
        return bytes == 4 ? Type.F32 : Type.F64;
      }
      return bytes == 8 ? Type.I64 : Type.I32;
    }
  }

  final Function function;

  /** By value id: the slot an address points into, if it is a known offset into one. */
  final @Nullable Slot[] base;

  final long[] offset;

  /** By slot id. */
  final boolean[] escapes;

  private final boolean[] copied;
  private final List<List<Piece>> pieces = new ArrayList<>();
  private final List<Instruction> copies = new ArrayList<>();

  SlotPieces(Function function, ControlFlow flow) {
    this.function = function;
    int slots = function.slots.size();
    base = new Slot[function.valueLimit()];
    offset = new long[function.valueLimit()];
    escapes = new boolean[slots];
    copied = new boolean[slots];
    for (int i = 0; i < slots; i++) {
      pieces.add(new ArrayList<>(1));
    }
    for (Block block : flow.order) {
      for (Instruction instruction : block.instructions) {
        visit(instruction);
      }
      visit(block.terminator);
    }
    spreadCopies();
    judge();
  }

  // ---- addresses and accesses

  private void visit(Instruction instruction) {
    Value[] args = instruction.args;
    switch (instruction.op) {
      case SLOT_ADDR -> {
        base[instruction.id] = instruction.slot();
        offset[instruction.id] = instruction.imm;
      }
      case ADD -> {
        Slot slot = base[args[0].id];
        if (slot != null && args[1] instanceof Instruction c && c.op == Op.ICONST) {
          base[instruction.id] = slot;
          offset[instruction.id] = offset[args[0].id] + c.imm;
        } else {
          escape(args[0]);
          escape(args[1]);
        }
      }
      case LOAD -> access(instruction, args[0], instruction.requireType());
      case STORE -> {
        escape(args[1]);
        access(instruction, args[0], args[1].requireType());
      }
      case MEMCPY -> copy(instruction, args);
      case MEMSET -> set(instruction, args);
      default -> {
        for (Value arg : args) {
          escape(arg);
        }
      }
    }
  }

  private void visit(Terminator terminator) {
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
    Slot slot = base[value.id];
    if (slot != null) {
      escapes[slot.id] = true;
    }
  }

  private void access(Instruction instruction, Value address, Type type) {
    Slot slot = base[address.id];
    if (slot == null || escapes[slot.id]) {
      return;
    }
    MemAccess access = instruction.access();
    long at = offset[address.id] + access.offset();
    int bytes = access.type().bytes();
    if (access.isVolatile() || at < 0 || at + bytes > slot.size) {
      escapes[slot.id] = true;
      return;
    }
    Piece piece = piece(slot, (int) at, bytes);
    if (type.isFloat()) {
      piece.hasFloat = true;
    } else {
      piece.hasInt = true;
    }
  }

  private Piece piece(Slot slot, int at, int bytes) {
    List<Piece> list = pieces.get(slot.id);
    for (Piece piece : list) {
      if (piece.offset == at && piece.bytes == bytes) {
        return piece;
      }
    }
    if (list.size() > 256) {
      escapes[slot.id] = true;
    }
    Piece made = new Piece(slot, at, bytes);
    list.add(made);
    return made;
  }

  private void set(Instruction instruction, Value[] args) {
    Slot slot = base[args[0].id];
    if (slot == null) {
      return;
    }
    if (!isConst(args[1]) || !noteCopy(slot, offset[args[0].id], instruction)) {
      escapes[slot.id] = true;
      return;
    }
    copies.add(instruction);
  }

  static boolean isConst(Value value) {
    return value instanceof Instruction instruction && instruction.op == Op.ICONST;
  }

  private void copy(Instruction instruction, Value[] args) {
    Slot to = base[args[0].id];
    Slot from = base[args[1].id];
    if (to == null && from == null) {
      return;
    }
    boolean fits = to != from;
    if (to != null) {
      fits &= noteCopy(to, offset[args[0].id], instruction);
    }
    if (from != null) {
      fits &= noteCopy(from, offset[args[1].id], instruction);
    }
    if (!fits) {
      escape(args[0]);
      escape(args[1]);
      return;
    }
    copies.add(instruction);
  }

  private boolean noteCopy(Slot slot, long at, Instruction instruction) {
    copied[slot.id] = true;
    return !instruction.memBlock().isVolatile()
        && instruction.imm <= MAX_COPY
        && at >= 0
        && at + instruction.imm <= slot.size;
  }

  // ---- copies

  boolean isCandidate(@Nullable Slot slot) {
    return slot != null && !escapes[slot.id];
  }

  /** Makes the cuts on both sides of every copy the same. */
  private void spreadCopies() {
    boolean changed = true;
    for (int round = 0; changed && round < 20; round++) {
      changed = false;
      for (Instruction copy : copies) {
        changed |= spread(copy);
      }
    }
    if (changed) {
      for (Instruction copy : copies) {
        escape(copy.args[0]);
        escape(copy.args[1]);
      }
    }
  }

  private boolean spread(Instruction copy) {
    if (copy.op == Op.MEMSET) {
      return false;
    }
    Slot to = base[copy.args[0].id];
    Slot from = base[copy.args[1].id];
    boolean toIs = isCandidate(to);
    boolean fromIs = isCandidate(from);
    boolean changed = false;
    if (toIs && fromIs) {
      changed |= transfer(from, offset[copy.args[1].id], to, offset[copy.args[0].id], copy.imm);
      changed |= transfer(to, offset[copy.args[0].id], from, offset[copy.args[1].id], copy.imm);
    } else if (toIs) {
      changed |= fillGaps(to, offset[copy.args[0].id], copy.imm);
    } else if (fromIs) {
      changed |= fillGaps(from, offset[copy.args[1].id], copy.imm);
    }
    return changed;
  }

  private boolean transfer(
      @Nullable Slot from, long fromAt, @Nullable Slot to, long toAt, long size) {
    if (from == null || to == null) {
      return false;
    }
    boolean changed = false;
    List<Piece> list = pieces.get(from.id);
    for (int i = 0; i < list.size() && !escapes[to.id]; i++) {
      Piece piece = list.get(i);
      if (piece.offset >= fromAt && piece.end() <= fromAt + size) {
        int before = pieces.get(to.id).size();
        Piece other = piece(to, (int) (piece.offset - fromAt + toAt), piece.bytes);
        changed |= pieces.get(to.id).size() != before;
        changed |= piece.hasInt && !other.hasInt || piece.hasFloat && !other.hasFloat;
        other.hasInt |= piece.hasInt;
        other.hasFloat |= piece.hasFloat;
      }
    }
    return changed;
  }

  /** Covers bytes of a copy to or from memory that no access touches, in aligned chunks. */
  private boolean fillGaps(@Nullable Slot slot, long start, long size) {
    if (slot == null) {
      return false;
    }
    List<Piece> list = pieces.get(slot.id);
    list.sort((a, b) -> Integer.compare(a.offset, b.offset));
    int at = (int) start;
    boolean changed = false;
    int known = list.size();
    for (int i = 0; i < known && at < start + size; i++) {
      Piece piece = list.get(i);
      if (piece.end() > at && piece.offset < start + size) {
        changed |= fill(slot, at, Math.min(piece.offset, (int) (start + size)));
        at = Math.max(at, piece.end());
      }
    }
    changed |= fill(slot, at, (int) (start + size));
    return changed;
  }

  private boolean fill(Slot slot, int from, int end) {
    int at = from;
    while (at < end) {
      int bytes = Math.min(8, slot.align);
      while (at % bytes != 0 || at + bytes > end) {
        bytes /= 2;
      }
      piece(slot, at, bytes).hasInt = true;
      at += bytes;
    }
    return at > from;
  }

  // ---- judgement

  private void judge() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Slot slot : function.slots) {
        if (!escapes[slot.id] && copied[slot.id] && !isWhole(slot)) {
          escapes[slot.id] = true;
          changed = true;
        }
      }
      // A copy with one side in memory must be covered by pieces of the other.
      for (Instruction copy : copies) {
        changed |= checkCovered(copy);
      }
    }
    for (Slot slot : function.slots) {
      markOverlaps(slot);
    }
  }

  private boolean isWhole(Slot slot) {
    return pieces.get(slot.id).size() <= MAX_COPIED_PIECES && !markOverlaps(slot);
  }

  private boolean checkCovered(Instruction copy) {
    boolean changed = false;
    boolean isSet = copy.op == Op.MEMSET;
    boolean otherInMemory =
        !isSet && !(isCandidate(base[copy.args[0].id]) && isCandidate(base[copy.args[1].id]));
    for (int side = 0; side < (isSet ? 1 : 2); side++) {
      Slot slot = base[copy.args[side].id];
      if (slot != null && !escapes[slot.id]) {
        long start = offset[copy.args[side].id];
        if (cutsPiece(slot, start, copy.imm) || otherInMemory && hasGap(slot, start, copy.imm)) {
          escapes[slot.id] = true;
          changed = true;
        }
      }
    }
    return changed;
  }

  private boolean cutsPiece(Slot slot, long start, long size) {
    for (Piece piece : pieces.get(slot.id)) {
      boolean overlaps = piece.end() > start && piece.offset < start + size;
      if (overlaps && (piece.offset < start || piece.end() > start + size)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasGap(Slot slot, long start, long size) {
    long covered = 0;
    for (Piece piece : pieces.get(slot.id)) {
      if (piece.offset >= start && piece.end() <= start + size) {
        covered += piece.bytes;
      }
    }
    return covered != size;
  }

  /** Marks pieces that overlap others as bad; whether there are any. */
  private boolean markOverlaps(Slot slot) {
    List<Piece> list = pieces.get(slot.id);
    if (list.size() < 2) {
      return false;
    }
    list.sort((a, b) -> Integer.compare(a.offset, b.offset));
    boolean any = false;
    int reach = 0;
    Piece furthest = list.getFirst();
    for (int i = 0; i < list.size(); i++) {
      Piece piece = list.get(i);
      if (i > 0 && piece.offset < reach) {
        piece.isBad = true;
        furthest.isBad = true;
        any = true;
      }
      if (piece.end() > reach) {
        reach = piece.end();
        furthest = piece;
      }
    }
    if (any) {
      markTouchingBad(list);
    }
    return any;
  }

  private static void markTouchingBad(List<Piece> list) {
    for (Piece a : list) {
      for (Piece b : list) {
        if (a != b && a.offset < b.end() && b.offset < a.end()) {
          a.isBad = true;
          b.isBad = true;
        }
      }
    }
  }

  /** The promoted pieces, numbered. */
  Piece[] number() {
    Piece[] result = new Piece[16];
    int count = 0;
    for (Slot slot : function.slots) {
      if (!escapes[slot.id]) {
        for (Piece piece : pieces.get(slot.id)) {
          if (!piece.isBad) {
            if (count == result.length) {
              result = Arrays.copyOf(result, count * 2);
            }
            piece.variable = count;
            result[count++] = piece;
          }
        }
      }
    }
    return Arrays.copyOf(result, count);
  }

  /** The promoted piece an access goes to, or null. */
  @Nullable Piece find(Value address, int extra, int bytes) {
    Slot slot = base[address.id];
    if (slot == null || escapes[slot.id]) {
      return null;
    }
    long at = offset[address.id] + extra;
    for (Piece piece : pieces.get(slot.id)) {
      if (piece.offset == at && piece.bytes == bytes) {
        return piece.isBad ? null : piece;
      }
    }
    return null;
  }

  List<Piece> of(Slot slot) {
    return pieces.get(slot.id);
  }
}
