package dev.ferry.ir;

import org.jspecify.annotations.Nullable;

/**
 * One operation in a block. {@link #imm} and {@link #payload} hold what {@link Op} says: an
 * integer, and one of {@link MemAccess}, {@link Symbol}, {@link Slot}, {@link Block}, {@link
 * Atomic}, {@link MemBlock}, {@link CallInfo} or {@link AsmInfo}.
 */
public final class Instruction extends Value {
  public Op op;
  public Value[] args;
  public long imm;
  public @Nullable Object payload;

  /** Signed overflow is undefined (C's signed arithmetic without -fwrapv); ADD SUB MUL SHL. */
  public boolean nsw;

  /** Source location ({@code SourceMap}), 0 if none. */
  public int loc;

  Instruction(int id, Op op, @Nullable Type type, Value... args) {
    super(id, type);
    this.op = op;
    this.args = args;
  }

  public Value arg(int i) {
    return args[i];
  }

  public MemAccess access() {
    return (MemAccess) requirePayload();
  }

  public Symbol symbol() {
    return (Symbol) requirePayload();
  }

  public Slot slot() {
    return (Slot) requirePayload();
  }

  public CallInfo call() {
    return (CallInfo) requirePayload();
  }

  public AsmInfo asm() {
    return (AsmInfo) requirePayload();
  }

  public Atomic atomic() {
    return (Atomic) requirePayload();
  }

  public MemBlock memBlock() {
    return (MemBlock) requirePayload();
  }

  public Block target() {
    return (Block) requirePayload();
  }

  private Object requirePayload() {
    Object result = payload;
    if (result == null) {
      throw new IllegalStateException(op + " %" + id + " has no payload");
    }
    return result;
  }

  public boolean isConst() {
    return op == Op.ICONST;
  }

  public boolean isConst(long value) {
    return op == Op.ICONST && imm == value;
  }

  /** Whether it may be deleted when nothing uses its result. */
  public boolean isRemovable() {
    return switch (op.effect()) {
      case PURE -> true;
      case READ -> op != Op.LOAD || !access().isVolatile();
      case WRITE -> false;
      case SIDE ->
          op == Op.CALL && call().effects() != CallInfo.Effects.ANY && !call().mayNotReturn()
              || op == Op.ASM && !asm().isVolatile()
              || op == Op.STACK_SAVE;
    };
  }
}
