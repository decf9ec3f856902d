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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** After blocks were copied: gives every use outside them the definition that reaches it. */
public final class DefinitionRepair {
  /** What stands for a value in the copy. */
  public interface Copy {
    Value of(Value value);
  }

  private final Function function;
  private final ControlFlow flow;

  /** By value id: its index + 1 among the values in work. */
  private int[] index = new int[0];

  /** By block id, by index: what to put in place of the value in that block. */
  private final @Nullable Value[] @Nullable [] replacement;

  private final boolean[] @Nullable [] used;

  /**
   * @param flow of the finished block graph
   */
  public DefinitionRepair(Function function, ControlFlow flow) {
    this.function = function;
    this.flow = flow;
    this.replacement = new Value[function.blockLimit()][];
    this.used = new boolean[function.blockLimit()][];
  }

  /**
   * @param values defined in {@code original}, and as {@code copy.of} them in {@code copied}
   */
  public void run(List<Value> values, Copy copy, Block original, Block copied) {
    run(
        values,
        Set.of(original, copied),
        (update, value) -> {
          update.define(original, value);
          update.define(copied, copy.of(value));
        });
  }

  /**
   * @param values defined in blocks that were copied together
   * @param copies each gives a value's copy, which stands in the copy of its block
   * @param inside the blocks and their copies: uses there are right already
   */
  public void run(List<Value> values, List<Copy> copies, Set<Block> inside) {
    run(
        values,
        inside,
        (update, value) -> {
          define(update, value);
          for (Copy copy : copies) {
            define(update, copy.of(value));
          }
        });
  }

  private void define(SsaUpdate update, Value value) {
    Block block = value.block;
    if (block != null && flow.isReachable(block)) {
      update.define(block, value);
    }
  }

  private interface Definitions {
    void tell(SsaUpdate update, Value value);
  }

  private void run(List<Value> values, Set<Block> inside, Definitions definitions) {
    index = new int[function.valueLimit()];
    for (int i = 0; i < values.size(); i++) {
      index[values.get(i).id] = i + 1;
    }
    List<List<Block>> users = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      users.add(new ArrayList<>(2));
    }
    for (Block block : flow.order) {
      if (!inside.contains(block)) {
        collect(block, users);
      }
    }
    SsaUpdate update = new SsaUpdate(function, flow);
    for (int i = 0; i < values.size(); i++) {
      if (!users.get(i).isEmpty()) {
        Value value = values.get(i);
        update.begin(value.requireType());
        definitions.tell(update, value);
        for (Block block : users.get(i)) {
          update.need(block);
        }
        update.resolve();
        for (Block block : users.get(i)) {
          note(block, i, values.size(), update.atEntry(block));
        }
      }
    }
    for (Block block : flow.order) {
      @Nullable Value[] map = replacement[block.id];
      if (map != null) {
        rewrite(block, map);
      }
    }
  }

  private void note(Block block, int i, int count, Value value) {
    @Nullable Value[] map = replacement[block.id];
    if (map == null) {
      map = new Value[count];
      replacement[block.id] = map;
    }
    map[i] = value;
  }

  private void collect(Block block, List<List<Block>> users) {
    for (Instruction instruction : block.instructions) {
      for (Value arg : instruction.args) {
        use(block, arg, users);
      }
    }
    Terminator terminator = block.terminator;
    for (int i = 0; i < terminator.operandCount(); i++) {
      use(block, terminator.operand(i), users);
    }
    for (Edge edge : terminator.edges()) {
      for (Value arg : edge.args) {
        use(block, arg, users);
      }
    }
  }

  private void use(Block block, Value value, List<List<Block>> users) {
    int found = value.id < index.length ? index[value.id] : 0;
    if (found > 0) {
      boolean[] flags = used[block.id];
      if (flags == null) {
        flags = new boolean[users.size()];
        used[block.id] = flags;
      }
      if (!flags[found - 1]) {
        flags[found - 1] = true;
        users.get(found - 1).add(block);
      }
    }
  }

  private Value mapped(Value value, @Nullable Value[] map) {
    int found = value.id < index.length ? index[value.id] : 0;
    if (found == 0) {
      return value;
    }
    Value result = map[found - 1];
    return result == null ? value : result;
  }

  private void rewrite(Block block, @Nullable Value[] map) {
    for (Instruction instruction : block.instructions) {
      rewrite(instruction.args, map);
    }
    Terminator terminator = block.terminator;
    for (int i = 0; i < terminator.operandCount(); i++) {
      Value value = mapped(terminator.operand(i), map);
      if (value != terminator.operand(i)) {
        terminator.setOperand(i, value);
      }
    }
    for (Edge edge : terminator.edges()) {
      rewrite(edge.args, map);
    }
  }

  private void rewrite(Value[] args, @Nullable Value[] map) {
    for (int i = 0; i < args.length; i++) {
      args[i] = mapped(args[i], map);
    }
  }
}
