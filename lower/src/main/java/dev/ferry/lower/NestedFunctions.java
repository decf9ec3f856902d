package dev.ferry.lower;

import dev.ferry.c.typed.FunctionDefinition;
import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.typed.Label;
import dev.ferry.c.typed.Variable;
import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.MemType;
import dev.ferry.ir.Op;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * GNU nested functions: captured objects live in a record in their function's frame, the static
 * chain points to the record of the function around, and an address taken is a trampoline on the
 * stack.
 */
final class NestedFunctions {
  /** auipc t2, 0; load t0 and t2 from behind; jr t0. */
  private static final int[] TRAMPOLINE_64 = {0x00000397, 0x0103b283, 0x0183b383, 0x00028067};

  private static final int[] TRAMPOLINE_32 = {0x00000397, 0x0103a283, 0x0143a383, 0x00028067};
  private static final int TRAMPOLINE_CODE_BYTES = 16;

  private final FunctionLowering owner;
  private final FunctionBuilder out;
  private final @Nullable Captures captures;
  private boolean seen;
  private @Nullable Slot record;
  private final Map<FunctionSymbol, Slot> trampolines = new IdentityHashMap<>();

  NestedFunctions(FunctionLowering owner, @Nullable Captures captures) {
    this.owner = owner;
    this.out = owner.out;
    this.captures = captures;
  }

  /** Whether nested functions were met without knowing what they capture. */
  boolean isNeeded() {
    return seen;
  }

  boolean isNested(FunctionSymbol function) {
    return function.parent != null;
  }

  /** At the function's start: the record, linked to the outer one, and the receiver of jumps. */
  void enter() {
    if (captures == null) {
      return;
    }
    record = owner.function.addSlot("record", captures.recordSize(owner.symbol), 16);
    Place link = Place.of(record, 0);
    if (owner.symbol.parent != null) {
      Value chain = out.emit(Op.STATIC_CHAIN, owner.types.pointer);
      owner.memory.store(link, owner.types.types.voidPointer, chain);
    }
    for (Label label : captures.addresses(owner.symbol)) {
      owner.labelAddress(label);
    }
    receiveJumps(captures.targets(owner.symbol));
  }

  private void receiveJumps(List<Label> targets) {
    if (targets.isEmpty()) {
      return;
    }
    Value buffer = out.slotAddr(requireRecord(), Captures.JUMP_BUFFER);
    Value number = owner.calls.twice("__ferry_setjmp", buffer);
    Block start = out.newBlock("start");
    long[] cases = new long[targets.size()];
    Edge[] edges = new Edge[targets.size() + 1];
    for (int i = 0; i < cases.length; i++) {
      cases[i] = i + 1;
      edges[i] = new Edge(owner.label(targets.get(i)));
    }
    edges[cases.length] = new Edge(start);
    out.switchTo(number, cases, edges);
    out.start(start);
  }

  private Slot requireRecord() {
    Slot slot = record;
    if (slot == null) {
      throw FunctionLowering.bug("no frame record");
    }
    return slot;
  }

  boolean isCaptured(Variable variable) {
    return captures != null && captures.offset(variable) != null;
  }

  /**
   * The place of an object of this function that nested ones use; null if it is an ordinary one.
   */
  @Nullable Place ownPlace(Variable variable) {
    if (captures == null || variable.owner != owner.symbol) {
      return null;
    }
    Long offset = captures.offset(variable);
    if (offset == null) {
      return null;
    }
    return Place.of(requireRecord(), 0).at(offset);
  }

  /** The place of an object of a function around this one, or null. */
  @Nullable Place outerPlace(Variable variable) {
    FunctionSymbol function = variable.owner;
    if (captures == null || function == null || function == owner.symbol) {
      return null;
    }
    Long offset = captures.offset(variable);
    return offset == null ? null : Place.of(recordOf(function), 16, 0).at(offset);
  }

  /** The address of the record of this function or one around it. */
  private Value recordOf(FunctionSymbol function) {
    Value address = out.slotAddr(requireRecord(), 0);
    FunctionSymbol at = owner.symbol;
    while (at != function) {
      address =
          owner.memory.load(
              Place.of(address, owner.types.xlenBytes, 0), owner.types.types.voidPointer);
      FunctionSymbol parent = at.parent;
      if (parent == null) {
        throw FunctionLowering.bug("static chain to a function that is not around");
      }
      at = parent;
    }
    return address;
  }

  void define(FunctionDefinition function) {
    if (captures == null) {
      seen = true;
    } else {
      owner.others.addAll(FunctionLowering.lowerNested(owner.owner, function, captures));
    }
  }

  /** What a direct call passes in the static chain register. */
  Value chainFor(FunctionSymbol function) {
    FunctionSymbol parent = function.parent;
    if (captures == null || parent == null) {
      seen = true;
      return out.pconst(0);
    }
    return recordOf(parent);
  }

  Value functionAddress(FunctionSymbol function) {
    if (!isNested(function)) {
      return out.globalAddr(owner.owner.addressed(function), 0);
    }
    if (captures == null) {
      seen = true;
      return out.pconst(0);
    }
    return trampoline(function);
  }

  private Value trampoline(FunctionSymbol function) {
    owner.owner.module.needsExecutableStack = true;
    int word = owner.types.xlenBytes;
    Slot slot =
        trampolines.computeIfAbsent(
            function,
            f -> owner.function.addSlot("trampoline", TRAMPOLINE_CODE_BYTES + 2L * word, 16));
    Place place = Place.of(slot, 0);
    int[] code = word == 8 ? TRAMPOLINE_64 : TRAMPOLINE_32;
    for (int i = 0; i < code.length; i++) {
      owner.memory.storeRaw(place.at(4L * i), MemType.I32, out.iconst(Type.I32, code[i]));
    }
    var pointer = owner.types.types.voidPointer;
    Value target = out.globalAddr(owner.owner.symbol(function), 0);
    owner.memory.store(place.at(TRAMPOLINE_CODE_BYTES), pointer, target);
    owner.memory.store(place.at(TRAMPOLINE_CODE_BYTES + word), pointer, chainFor(function));
    Value from = out.slotAddr(slot, 0);
    Value to = out.slotAddr(slot, TRAMPOLINE_CODE_BYTES);
    out.emit(Op.CLEAR_CACHE, null, from, to);
    return from;
  }

  /** The address of a label; one of a function around is read from a constant. */
  Value labelAddress(Label label) {
    if (label.owner == owner.symbol) {
      return out.blockAddr(owner.labelAddress(label));
    }
    Block block = owner.owner.labelBlocks.get(label);
    if (captures == null || block == null) {
      seen = true;
      return out.pconst(0);
    }
    Symbol cell = owner.owner.constants.labelAddress(block, owner.types.xlenBytes);
    return owner.memory.load(
        Place.of(cell, owner.types.xlenBytes, 0), owner.types.types.voidPointer);
  }

  /** A goto to a label of a function around: unwinds to its frame. */
  boolean jumpOut(Label label) {
    if (label.owner == owner.symbol) {
      return false;
    }
    if (captures == null) {
      seen = true;
      out.unreachable();
      return true;
    }
    int number = captures.targets(label.owner).indexOf(label) + 1;
    Value buffer = owner.memory.add(recordOf(label.owner), Captures.JUMP_BUFFER);
    owner.calls.plain("__ferry_longjmp", null, buffer, out.iconst(Type.I32, number));
    out.unreachable();
    return true;
  }
}
