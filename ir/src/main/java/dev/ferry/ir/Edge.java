package dev.ferry.ir;

/** A control-flow edge: the block it enters and the values its parameters get. */
public final class Edge {
  public Block target;
  public Value[] args;

  public Edge(Block target, Value... args) {
    this.target = target;
    this.args = args;
  }

  @Override
  public String toString() {
    return target.toString();
  }
}
