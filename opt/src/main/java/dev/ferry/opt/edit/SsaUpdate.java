package dev.ferry.opt.edit;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Param;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Repairs SSA form after a pass gave one value several definitions: finds for each block which
 * definition reaches it and adds block parameters where several do (the on-demand construction of
 * Braun et al. 2013, without recursion, on a finished block graph).
 *
 * <p>Use: {@link #begin} for one value, {@link #define} each definition, {@link #need} each block
 * that uses it, {@link #resolve}, then {@link #atEntry} gives the values.
 */
public final class SsaUpdate {
  /** Rounds after which a block that has a parameter keeps it. */
  private static final int MAX_ROUNDS = 8;

  private final ControlFlow flow;
  private final @Nullable Value[] atExit;
  private final @Nullable Value[] atEntry;
  private final boolean[] needed;

  /** By needed block: the definition that reaches it, or the block whose parameter does. */
  private final @Nullable Object[] reaching;

  private final List<Block> touched = new ArrayList<>();
  private final List<Block> defined = new ArrayList<>();
  private final List<Param> made = new ArrayList<>();
  private Type type = Type.I32;

  /**
   * @param flow of the finished block graph
   */
  public SsaUpdate(Function function, ControlFlow flow) {
    this.flow = flow;
    int limit = function.blockLimit();
    atExit = new Value[limit];
    atEntry = new Value[limit];
    needed = new boolean[limit];
    reaching = new Object[limit];
  }

  public void begin(Type newType) {
    for (Block block : touched) {
      atEntry[block.id] = null;
      needed[block.id] = false;
      reaching[block.id] = null;
    }
    for (Block block : defined) {
      atExit[block.id] = null;
    }
    touched.clear();
    defined.clear();
    made.clear();
    type = newType;
  }

  /** At the end of the block the value is this. */
  public void define(Block block, Value value) {
    atExit[block.id] = value;
    defined.add(block);
  }

  /** The value on entry to the block will be asked for. */
  public void need(Block block) {
    if (!needed[block.id]) {
      needed[block.id] = true;
      touched.add(block);
    }
  }

  /** Adds the parameters. Every path to a needed block must pass a definition. */
  public void resolve() {
    for (int i = 0; i < touched.size(); i++) {
      Block block = touched.get(i);
      for (int p = 0; p < flow.predecessorCount(block); p++) {
        Block pred = flow.predecessor(block, p);
        if (atExit[pred.id] == null) {
          need(pred);
        }
      }
    }
    findReaching();
    for (Block block : touched) {
      if (reaching[block.id] == block) {
        Param param = block.addParam(type);
        made.add(param);
        atEntry[block.id] = param;
      }
    }
    for (Block block : touched) {
      switch (reaching[block.id]) {
        case Value value -> atEntry[block.id] = value;
        case Block join -> atEntry[block.id] = atEntry[join.id];
        case null, default -> throw new IllegalStateException("nothing reaches " + block);
      }
    }
    for (Param param : made) {
      fill(param);
    }
  }

  /**
   * Which definition reaches each needed block, or the block whose parameter will: of as few blocks
   * as possible, since nothing is taken to reach a block until it has been seen to. So what a loop
   * leaves alone has no parameter there.
   */
  private void findReaching() {
    touched.sort((a, b) -> Integer.compare(flow.number[a.id], flow.number[b.id]));
    boolean changed = true;
    for (int round = 0; changed; round++) {
      changed = false;
      for (Block block : touched) {
        Object before = reaching[block.id];
        Object now = before == block && round >= MAX_ROUNDS ? block : meet(block);
        if (now != before) {
          reaching[block.id] = now;
          changed = true;
        }
      }
    }
  }

  /** What reaches a block by its predecessors; itself if that is not one and the same. */
  private @Nullable Object meet(Block block) {
    Object result = null;
    for (int p = 0; p < flow.predecessorCount(block); p++) {
      Block pred = flow.predecessor(block, p);
      Object from = atExit[pred.id] != null ? atExit[pred.id] : reaching[pred.id];
      if (from != null && from != block) {
        if (result != null && result != from) {
          return block;
        }
        result = from;
      }
    }
    return result;
  }

  private void fill(Param param) {
    Block block = param.block;
    if (block == null) {
      throw new IllegalStateException();
    }
    for (int p = 0; p < flow.predecessorCount(block); p++) {
      Edge edge = flow.incoming(block, p);
      if (edge.args.length < block.params.size()) {
        Blocks.addArgument(edge, atExit(flow.predecessor(block, p)));
      }
    }
  }

  /** The value at the end of a block on the way. */
  public Value atExit(Block block) {
    Value value = atExit[block.id];
    return value != null ? value : atEntry(block);
  }

  /** The value at the start of a needed block. */
  public Value atEntry(Block start) {
    Block block = start;
    while (true) {
      Value value = atEntry[block.id];
      if (value == null && block != start) {
        value = atExit[block.id];
      }
      if (value != null) {
        atEntry[start.id] = value;
        return value;
      }
      if (flow.predecessorCount(block) == 0) {
        throw new IllegalStateException("no definition reaches " + start);
      }
      Block pred = flow.predecessor(block, 0);
      Value exit = atExit[pred.id];
      if (exit != null) {
        atEntry[start.id] = exit;
        return exit;
      }
      block = pred;
    }
  }

  /** The parameters that {@link #resolve} added. */
  public List<Param> madeParams() {
    return made;
  }
}
