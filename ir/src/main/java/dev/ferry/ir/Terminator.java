package dev.ferry.ir;

import org.jspecify.annotations.Nullable;

/** How a block ends. Operands are mutable fields so that passes can rewrite them in place. */
public abstract sealed class Terminator {
  private static final Edge[] NO_EDGES = {};

  /** Source location, 0 if none. */
  public int loc;

  private final Edge[] edges;

  private Terminator(Edge... edges) {
    this.edges = edges;
  }

  /** All outgoing edges, in order; shared, do not modify. No virtual call: every pass asks. */
  public final Edge[] edges() {
    return edges;
  }

  /** The number of operands that are not edge arguments. */
  public abstract int operandCount();

  public abstract Value operand(int i);

  public abstract void setOperand(int i, Value value);

  /** To one block. */
  public static final class Jump extends Terminator {
    public final Edge edge;

    public Jump(Edge edge) {
      super(edge);
      this.edge = edge;
    }

    public Jump(Block target, Value... args) {
      this(new Edge(target, args));
    }

    @Override
    public int operandCount() {
      return 0;
    }

    @Override
    public Value operand(int i) {
      throw new IndexOutOfBoundsException(i);
    }

    @Override
    public void setOperand(int i, Value value) {
      throw new IndexOutOfBoundsException(i);
    }
  }

  /** {@code condition} (i32) non-zero: {@code then}, else {@code otherwise}. */
  public static final class Branch extends Terminator {
    /** Probability of {@code then} in 1/1000, or -1 if unknown. */
    public int probability = -1;

    public Value condition;
    public final Edge then;
    public final Edge otherwise;

    public Branch(Value condition, Edge then, Edge otherwise) {
      super(then, otherwise);
      this.condition = condition;
      this.then = then;
      this.otherwise = otherwise;
    }

    @Override
    public int operandCount() {
      return 1;
    }

    @Override
    public Value operand(int i) {
      return condition;
    }

    @Override
    public void setOperand(int i, Value value) {
      condition = value;
    }
  }

  /**
   * Multi-way branch: {@code cases[i]} (compared in the value's type, sign-extended, all different)
   * takes edge i; the last edge is the default.
   */
  public static final class Switch extends Terminator {
    public Value value;
    public final long[] cases;

    /**
     * @param edges one per case, then the default
     */
    public Switch(Value value, long[] cases, Edge[] edges) {
      super(edges);
      this.value = value;
      this.cases = cases;
    }

    public Edge defaultEdge() {
      return edges()[cases.length];
    }

    @Override
    public int operandCount() {
      return 1;
    }

    @Override
    public Value operand(int i) {
      return value;
    }

    @Override
    public void setOperand(int i, Value newValue) {
      value = newValue;
    }
  }

  /** Returns; an aggregate result is its address. */
  public static final class Return extends Terminator {
    public @Nullable Value value;

    public Return(@Nullable Value value) {
      super(NO_EDGES);
      this.value = value;
    }

    @Override
    public int operandCount() {
      return value == null ? 0 : 1;
    }

    @Override
    public Value operand(int i) {
      Value result = value;
      if (result == null) {
        throw new IndexOutOfBoundsException(i);
      }
      return result;
    }

    @Override
    public void setOperand(int i, Value newValue) {
      value = newValue;
    }
  }

  /** Computed goto: to the block whose BLOCK_ADDR equals {@code address}; edges carry no args. */
  public static final class IndirectJump extends Terminator {
    public Value address;

    public IndirectJump(Value address, Edge[] edges) {
      super(edges);
      this.address = address;
    }

    @Override
    public int operandCount() {
      return 1;
    }

    @Override
    public Value operand(int i) {
      return address;
    }

    @Override
    public void setOperand(int i, Value value) {
      address = value;
    }
  }

  /**
   * {@code asm goto}: falls through to edge 0 or jumps to one of the others; edges to labels carry
   * no args. Outputs are not allowed together with labels (the lowering refuses them).
   */
  public static final class AsmGoto extends Terminator {
    public final AsmInfo asm;
    public final Value[] inputs;

    public AsmGoto(AsmInfo asm, Value[] inputs, Edge[] edges) {
      super(edges);
      this.asm = asm;
      this.inputs = inputs;
    }

    @Override
    public int operandCount() {
      return inputs.length;
    }

    @Override
    public Value operand(int i) {
      return inputs[i];
    }

    @Override
    public void setOperand(int i, Value value) {
      inputs[i] = value;
    }
  }

  /** Control never gets here: after a noreturn call, {@code __builtin_unreachable()}. */
  public static final class Unreachable extends Terminator {
    public Unreachable() {
      super(NO_EDGES);
    }

    @Override
    public int operandCount() {
      return 0;
    }

    @Override
    public Value operand(int i) {
      throw new IndexOutOfBoundsException(i);
    }

    @Override
    public void setOperand(int i, Value value) {
      throw new IndexOutOfBoundsException(i);
    }
  }
}
