package dev.ferry.ir;

import org.jspecify.annotations.Nullable;

/**
 * Appends instructions to a function, block after block: what the lowering and tests write with.
 *
 * <p>After a terminator there is no current block; the next emission then opens a fresh unreachable
 * block, so that dead C code needs no care. Constants and slot addresses are made once a block.
 */
public final class FunctionBuilder {
  private static final int CACHE_SIZE = 32;

  public final Function function;
  private final Type pointer;
  private final Instruction[] cache = new Instruction[CACHE_SIZE];
  private @Nullable Block current;
  private int loc;

  public FunctionBuilder(Function function) {
    this.function = function;
    this.pointer = function.module.pointerType();
  }

  // ---- position

  /** The location given to everything emitted from now on. */
  public void setLoc(int newLoc) {
    loc = newLoc;
  }

  public int loc() {
    return loc;
  }

  /** Whether control can get here: false after a terminator until the next {@link #start}. */
  public boolean isOpen() {
    return current != null;
  }

  /** The current block; opens an unreachable one after a terminator. */
  public Block block() {
    Block result = current;
    return result == null ? start(function.newBlock("dead")) : result;
  }

  /** A block that {@link #start} will place. */
  public Block newBlock(String name) {
    return function.newBlock(name);
  }

  /** Places the block at the end of the function and makes it current. */
  public Block start(Block block) {
    function.blocks.add(block);
    resume(block);
    return block;
  }

  /** Makes an already placed, still open block current again. */
  public void resume(Block block) {
    current = block;
    java.util.Arrays.fill(cache, null);
  }

  /** Jumps to the block if control gets here, then starts it. */
  public void jumpAndStart(Block block) {
    if (current != null) {
      jump(block);
    }
    start(block);
  }

  // ---- instructions

  /** Appends an instruction; {@code type} is null for one without result. */
  public Instruction emit(Op op, @Nullable Type type, Value... args) {
    Instruction instruction = function.newInstruction(op, type, args);
    instruction.loc = loc;
    return block().append(instruction);
  }

  public Instruction emit(Op op, @Nullable Type type, @Nullable Object payload, Value... args) {
    Instruction instruction = emit(op, type, args);
    instruction.payload = payload;
    return instruction;
  }

  public Instruction emitImm(Op op, @Nullable Type type, long imm, Value... args) {
    Instruction instruction = emit(op, type, args);
    instruction.imm = imm;
    return instruction;
  }

  /** {@code a op b} of a's type; for comparisons i32. */
  public Instruction binary(Op op, Value a, Value b) {
    boolean compares = op.isIntCompare() || op.isFloatCompare();
    return emit(op, compares ? Type.I32 : a.requireType(), a, b);
  }

  /** As {@link #binary}, with the promise that signed overflow does not happen. */
  public Instruction signedBinary(Op op, Value a, Value b) {
    Instruction result = binary(op, a, b);
    result.nsw = true;
    return result;
  }

  /** A one-operand op with this result type. */
  public Instruction unary(Op op, Type type, Value a) {
    return emit(op, type, a);
  }

  /** The integer constant, wrapped to the type. */
  public Instruction iconst(Type type, long value) {
    long imm = type == Type.I32 ? (int) value : value;
    return cached(Op.ICONST, type, imm, null);
  }

  /** A pointer-sized constant. */
  public Instruction pconst(long value) {
    return iconst(pointer, value);
  }

  public Instruction fconst(Type type, double value) {
    long bits =
        type == Type.F32
            ? Float.floatToRawIntBits((float) value) & 0xffffffffL
            : Double.doubleToRawLongBits(value);
    return fconstBits(type, bits);
  }

  /** A float constant from its raw bits. */
  public Instruction fconstBits(Type type, long bits) {
    return cached(Op.FCONST, type, type == Type.F32 ? bits & 0xffffffffL : bits, null);
  }

  public Instruction slotAddr(Slot slot, long offset) {
    return cached(Op.SLOT_ADDR, pointer, offset, slot);
  }

  public Instruction globalAddr(Symbol symbol, long offset) {
    return cached(Op.GLOBAL_ADDR, pointer, offset, symbol);
  }

  public Instruction blockAddr(Block target) {
    target.addressTaken = true;
    return emit(Op.BLOCK_ADDR, pointer, (Object) target);
  }

  private Instruction cached(Op op, Type type, long imm, @Nullable Object payload) {
    block();
    int hash = (op.ordinal() * 31 + type.ordinal()) * 31 + (int) (imm ^ imm >>> 32);
    hash = hash * 31 + stableHash(payload);
    int index = (hash ^ hash >>> 7) & (CACHE_SIZE - 1);
    Instruction known = cache[index];
    if (known != null
        && known.op == op
        && known.type == type
        && known.imm == imm
        && known.payload == payload) {
      return known;
    }
    Instruction made = emitImm(op, type, imm);
    made.payload = payload;
    cache[index] = made;
    return made;
  }

  /** The same in every run: what is cached decides what is emitted. */
  private static int stableHash(@Nullable Object payload) {
    return switch (payload) {
      case Slot slot -> slot.id;
      case Symbol symbol -> symbol.name.hashCode();
      case null, default -> 0;
    };
  }

  public Instruction load(Type type, MemAccess access, Value address) {
    return emit(Op.LOAD, type, (Object) access, address);
  }

  public Instruction store(MemAccess access, Value address, Value value) {
    return emit(Op.STORE, null, (Object) access, address, value);
  }

  /** Copies {@code size} bytes; nothing is emitted for none. */
  public void memcpy(Value destination, Value source, long size, MemBlock block) {
    if (size > 0) {
      emit(Op.MEMCPY, null, block, destination, source).imm = size;
    }
  }

  public void memset(Value destination, Value byteValue, long size, MemBlock block) {
    if (size > 0) {
      emit(Op.MEMSET, null, block, destination, byteValue).imm = size;
    }
  }

  /**
   * A call; see {@link Op#CALL} for the operands. After a call that does not return, end the block
   * with {@link #unreachable}.
   */
  public Instruction call(CallInfo info, Value... operands) {
    return emit(Op.CALL, info.signature().scalarResult(), info, operands);
  }

  public Instruction select(Value condition, Value a, Value b) {
    return emit(Op.SELECT, a.requireType(), condition, a, b);
  }

  // ---- terminators: each closes the current block

  private <T extends Terminator> T close(T terminator) {
    terminator.loc = loc;
    block().terminator = terminator;
    current = null;
    return terminator;
  }

  public void jump(Block target, Value... args) {
    close(new Terminator.Jump(target, args));
  }

  public Terminator.Branch branch(Value condition, Block then, Block otherwise) {
    return branch(condition, new Edge(then), new Edge(otherwise));
  }

  public Terminator.Branch branch(Value condition, Edge then, Edge otherwise) {
    return close(new Terminator.Branch(condition, then, otherwise));
  }

  /** See {@link Terminator.Switch}; {@code edges} ends with the default. */
  public void switchTo(Value value, long[] cases, Edge[] edges) {
    close(new Terminator.Switch(value, cases, edges));
  }

  public void ret(@Nullable Value value) {
    close(new Terminator.Return(value));
  }

  public void indirectJump(Value address, Edge[] edges) {
    close(new Terminator.IndirectJump(address, edges));
  }

  public void asmGoto(AsmInfo asm, Value[] inputs, Edge[] edges) {
    close(new Terminator.AsmGoto(asm, inputs, edges));
  }

  public void unreachable() {
    close(new Terminator.Unreachable());
  }
}
