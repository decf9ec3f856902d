package dev.ferry.codegen.mir;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A basic block of machine instructions; its terminators are the last instructions. */
public final class MBlock {
  /** Dense in its function. */
  public final int id;

  public ArrayList<MInst> code = new ArrayList<>();
  public final List<MBlock> successors = new ArrayList<>(2);
  public final List<MBlock> predecessors = new ArrayList<>(2);

  /** Estimated executions per call of the function; set by selection. */
  public double frequency = 1;

  /** Id of the IR block it begins, or -1. */
  public int sourceId = -1;

  /** Innermost loop, or null. */
  public @Nullable MLoop loop;

  /** Last function that visited it, for graph walks. */
  int mark = -1;

  /** Estimated never to run in ordinary use: before a noreturn call, an error path. */
  public boolean isCold;

  /** Its label must be a symbol: computed goto, jump table or a block address in data. */
  public boolean addressTaken;

  /** Entered by a computed goto or asm goto: nothing can be put on its incoming edges. */
  public boolean hasFixedEntry;

  /** Probability of taking the first conditional branch in 1/1000, or -1. */
  public int probability = -1;

  /** In a function that enters its frame late: whether the frame stands when the block begins. */
  public boolean hasFrame;

  /** Bytes to align its start to; 0 or 1 for none. */
  public int align;

  public MBlock(int id) {
    this.id = id;
  }

  public void add(MInst inst) {
    code.add(inst);
  }

  /** Records the edge on both sides. */
  public void addSuccessor(MBlock successor) {
    successors.add(successor);
    successor.predecessors.add(this);
  }

  /** Estimated times control goes from here to {@code successor}, per call of the function. */
  public double frequencyTo(MBlock successor) {
    int n = successors.size();
    if (n == 2 && probability >= 0) {
      double share = probability / 1000.0;
      return frequency * (successors.getFirst() == successor ? share : 1 - share);
    }
    return frequency / n;
  }

  /** The index of the first terminator, or the size if there is none. */
  public int terminatorIndex() {
    int i = code.size();
    while (i > 0 && code.get(i - 1).op.isTerminator()) {
      i--;
    }
    return i;
  }

  @Override
  public String toString() {
    return "b" + id;
  }
}
