package dev.ferry.ir;

import org.jspecify.annotations.Nullable;

/** How a block ends. Operands are mutable fields so that passes can rewrite them in place. */
public abstract sealed class Terminator {
  private static final Edge[] NO_EDGES = {};

  /** Source location, 0 if none. */
  public int loc;

  /** All outgoing edges, in order; shared, do not modify. */
  public abstract Edge[] edges();

  /** The number of operands that are not edge arguments. */
  public abstract int operandCount();

  public abstract Value operand(int i);

  public abstract void setOperand(int i, Value value);

  /** To one block. */
  public static final class Jump extends Terminator {
    public final Edge edge;
    private final Edge[] edges;

    public Jump(Edge edge) {
      this.edge = edge;
      this.edges = new Edge[] {edge};
    }

    public Jump(Block target, Value... args) {
      this(new Edge(target, args));
    }

    @Override
    public Edge[] edges() {
      return edges;
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
    private final Edge[] edges;

    public Branch(Value condition, Edge then, Edge otherwise) {
      this.condition = condition;
      this.then = then;
      this.otherwise = otherwise;
      this.edges = new Edge[] {then, otherwise};
    }

    @Override
    public Edge[] edges() {
      return edges;
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
    private final Edge[] edges;

    /**
     * @param edges one per case, then the default
     */
    public Switch(Value value, long[] cases, Edge[] edges) {
      this.value = value;
      this.cases = cases;
      this.edges = edges;
    }

    public Edge defaultEdge() {
      return edges[cases.length];
    }

    @Override
    public Edge[] edges() {
      return edges;
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
      this.value = value;
    }

    @Override
    public Edge[] edges() {
      return NO_EDGES;
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
    private final Edge[] edges;

    public IndirectJump(Value address, Edge[] edges) {
      this.address = address;
      this.edges = edges;
    }

    @Override
    public Edge[] edges() {
      return edges;
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
    private final Edge[] edges;

    public AsmGoto(AsmInfo asm, Value[] inputs, Edge[] edges) {
      this.asm = asm;
      this.inputs = inputs;
      this.edges = edges;
    }

    @Override
    public Edge[] edges() {
      return edges;
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
    @Override
    public Edge[] edges() {
      return NO_EDGES;
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
