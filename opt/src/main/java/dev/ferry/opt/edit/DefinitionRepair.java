package dev.ferry.opt.edit;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * After blocks were copied: gives every use the definition that reaches it. One run serves any
 * number of copies and looks at the function once.
 */
public final class DefinitionRepair {
  /** Where the definitions of the values in work are. */
  public interface Definitions {
    /** Tells {@code update} at the end of which blocks the value is what. */
    void define(Value value, SsaUpdate update);

    /** Whether uses of the value in this block are right as they are. */
    boolean isRight(Value value, Block block);
  }

  /** What the uses of value {@code index} in a block become. */
  private record Change(int index, Value by) {}

  private final Function function;
  private final ControlFlow flow;
  private final List<Value> values;
  private final Definitions definitions;

  /** By value id: its index + 1 among the values in work. */
  private final int[] indexes;

  /** By index: the blocks with uses to be rewritten. */
  private final List<List<Block>> users = new ArrayList<>();

  /** By index: the last of them, plus one. */
  private final int[] lastUser;

  /** By block id. */
  private final @Nullable List<Change>[] changes;

  /** By index: what the block in work takes. */
  private final @Nullable Value[] now;

  @SuppressWarnings({"unchecked", "rawtypes"})
  private DefinitionRepair(
      Function function, ControlFlow flow, List<Value> values, Definitions definitions) {
    this.function = function;
    this.flow = flow;
    this.values = values;
    this.definitions = definitions;
    this.indexes = new int[function.valueLimit()];
    this.lastUser = new int[values.size()];
    this.changes = new List[function.blockLimit()];
    this.now = new Value[values.size()];
  }

  /**
   * @param flow of the finished block graph
   * @param values those with several definitions now
   */
  public static void run(
      Function function, ControlFlow flow, List<Value> values, Definitions definitions) {
    new DefinitionRepair(function, flow, values, definitions).run();
  }

  private void run() {
    for (int i = 0; i < values.size(); i++) {
      indexes[values.get(i).id] = i + 1;
      users.add(new ArrayList<>(2));
    }
    for (Block block : flow.order) {
      collect(block);
    }
    resolve();
    for (Block block : flow.order) {
      List<Change> list = changes[block.id];
      if (list != null) {
        rewrite(block, list);
      }
    }
  }

  private void resolve() {
    SsaUpdate update = new SsaUpdate(function, flow);
    for (int i = 0; i < values.size(); i++) {
      List<Block> blocks = users.get(i);
      if (!blocks.isEmpty()) {
        Value value = values.get(i);
        update.begin(value.requireType());
        definitions.define(value, update);
        for (Block block : blocks) {
          update.need(block);
        }
        update.resolve();
        for (Block block : blocks) {
          note(block, new Change(i, update.atEntry(block)));
        }
      }
    }
  }

  private void note(Block block, Change change) {
    List<Change> list = changes[block.id];
    if (list == null) {
      list = new ArrayList<>(2);
      changes[block.id] = list;
    }
    list.add(change);
  }

  private void collect(Block block) {
    for (Instruction instruction : block.instructions) {
      collect(block, instruction.args);
    }
    Terminator terminator = block.terminator;
    for (int i = 0; i < terminator.operandCount(); i++) {
      use(block, terminator.operand(i));
    }
    for (Edge edge : terminator.edges()) {
      collect(block, edge.args);
    }
  }

  private void collect(Block block, Value[] args) {
    for (Value arg : args) {
      use(block, arg);
    }
  }

  private void use(Block block, Value value) {
    int index = index(value);
    if (index >= 0 && lastUser[index] != block.id + 1 && !definitions.isRight(value, block)) {
      lastUser[index] = block.id + 1;
      users.get(index).add(block);
    }
  }

  private int index(Value value) {
    return value.id < indexes.length ? indexes[value.id] - 1 : -1;
  }

  private void rewrite(Block block, List<Change> list) {
    for (Change change : list) {
      now[change.index] = change.by;
    }
    for (Instruction instruction : block.instructions) {
      rewrite(instruction.args);
    }
    Terminator terminator = block.terminator;
    for (int i = 0; i < terminator.operandCount(); i++) {
      Value value = mapped(terminator.operand(i));
      if (value != terminator.operand(i)) {
        terminator.setOperand(i, value);
      }
    }
    for (Edge edge : terminator.edges()) {
      rewrite(edge.args);
    }
    for (Change change : list) {
      now[change.index] = null;
    }
  }

  private void rewrite(Value[] args) {
    for (int i = 0; i < args.length; i++) {
      args[i] = mapped(args[i]);
    }
  }

  private Value mapped(Value value) {
    int index = index(value);
    Value by = index < 0 ? null : now[index];
    return by == null ? value : by;
  }
}
