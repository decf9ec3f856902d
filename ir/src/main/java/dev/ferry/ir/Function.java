package dev.ferry.ir;

import dev.ferry.ir.debug.DebugFunction;
import dev.ferry.ir.debug.DebugVariable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function body: blocks (the first is the entry, which nothing jumps to), slots and attributes.
 * The entry's parameters are the scalar parameters of the signature in order; a by-value aggregate
 * parameter is a {@link Slot} with {@link Slot#param} set.
 */
public final class Function {
  /** Inlining wish of the source. */
  public enum Inline {
    DEFAULT,
    HINT,
    ALWAYS,
    NEVER
  }

  /** {@code no_stack_protector}, {@code stack_protect}. */
  public enum Protection {
    DEFAULT,
    NEVER,
    ALWAYS
  }

  public final Module module;
  public final Symbol symbol;
  public final Signature signature;
  public final List<Block> blocks = new ArrayList<>();
  public final List<Slot> slots = new ArrayList<>();
  public Inline inline = Inline.DEFAULT;
  public Protection protection = Protection.DEFAULT;
  public boolean noReturn;
  public boolean isCold;
  public boolean isUsed;
  public int align;

  /** {@code optimize("O0")}, {@code naked} and so on that code generation must know. */
  public boolean isNaked;

  public boolean noOptimize;

  /** Contains a returns-twice call: locals live across it stay in memory. */
  public boolean callsReturnsTwice;

  /** Set if the body is for inlining only: the function that calls which stay go to. */
  public @Nullable Symbol outOfLine;

  /** Where it is defined. */
  public int loc;

  /** Parameters in order and local variables for the debugger; filled under -g. */
  public final List<DebugVariable> debugVariables = new ArrayList<>(0);

  /** What the source calls it; set under -g. */
  public @Nullable DebugFunction debug;

  private int nextValue;
  private int nextBlock;

  public Function(Module module, Symbol symbol, Signature signature) {
    this.module = module;
    this.symbol = symbol;
    this.signature = signature;
  }

  int nextValueId() {
    return nextValue++;
  }

  /** The size of side tables indexed by value id. */
  public int valueLimit() {
    return nextValue;
  }

  /** The size of side tables indexed by block id. */
  public int blockLimit() {
    return nextBlock;
  }

  public Block entry() {
    return blocks.getFirst();
  }

  /** A new block at the end of the list. */
  public Block addBlock(String name) {
    Block block = newBlock(name);
    blocks.add(block);
    return block;
  }

  /** A new block that is not in the list yet. */
  public Block newBlock(String name) {
    int id = nextBlock++;
    return new Block(this, id, name + "." + id);
  }

  public Slot addSlot(String name, long size, int align) {
    Slot slot = new Slot(slots.size(), name, size, align);
    slots.add(slot);
    return slot;
  }

  /** Removes the slots not kept and renumbers the rest; debug variables in them lose theirs. */
  public void removeSlots(boolean[] keep) {
    for (int i = 0; i < debugVariables.size(); i++) {
      Slot slot = debugVariables.get(i).slot();
      if (slot != null && !keep[slot.id]) {
        debugVariables.set(i, debugVariables.get(i).withoutSlot());
      }
    }
    int next = 0;
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      if (keep[i]) {
        slot.id = next;
        slots.set(next++, slot);
      }
    }
    slots.subList(next, slots.size()).clear();
  }

  /** A new instruction that is in no block yet. */
  public Instruction newInstruction(Op op, @Nullable Type type, Value... args) {
    return new Instruction(nextValueId(), op, type, args);
  }

  /** A new instruction with this id, for the text reader, which keeps ids as written. */
  public Instruction newInstructionWithId(int id, Op op, @Nullable Type type, Value... args) {
    reserveValueIds(id + 1);
    return new Instruction(id, op, type, args);
  }

  /** Makes sure that ids below {@code limit} are never handed out again. */
  public void reserveValueIds(int limit) {
    nextValue = Math.max(nextValue, limit);
  }

  /** A new integer constant that is in no block yet; {@code value} is wrapped to {@code type}. */
  public Instruction newConst(Type type, long value) {
    Instruction constant = newInstruction(Op.ICONST, type);
    constant.imm = type == Type.I32 ? (int) value : value;
    return constant;
  }

  @Override
  public String toString() {
    return symbol.toString();
  }
}
