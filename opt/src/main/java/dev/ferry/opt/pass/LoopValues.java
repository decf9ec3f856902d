package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.Uses;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What {@link StrengthReduction} notes of a function's values while it goes from loop to loop. The
 * arrays are as long as the function; what a loop leaves in them is taken back entry by entry, so
 * that the work on a loop grows with the loop only.
 */
final class LoopValues {
  private final Function function;

  /** Uses by value id; true for the function as it was when the loop in work was begun. */
  private int[] uses;

  /** A second count by value id, begun anew as often as wanted. */
  private int[] counted;

  private @Nullable Affine[] forms;
  private boolean[] isTried;
  private int[] touched = new int[64];
  private int touchedCount;
  private int[] raised = new int[64];
  private int raisedCount;

  /** Values with this id or above were made by the work on this loop. */
  private int limit;

  LoopValues(Function function) {
    this.function = function;
    this.uses = Uses.count(function);
    this.counted = new int[uses.length];
    this.forms = new Affine[uses.length];
    this.isTried = new boolean[uses.length];
    this.limit = uses.length;
  }

  /** Forgets the linear forms of the loop before. */
  void beginLoop() {
    for (int i = 0; i < touchedCount; i++) {
      forms[touched[i]] = null;
      isTried[touched[i]] = false;
    }
    touchedCount = 0;
    limit = function.valueLimit();
    if (limit > forms.length) {
      int length = limit + limit / 2;
      forms = Arrays.copyOf(forms, length);
      isTried = Arrays.copyOf(isTried, length);
      uses = Arrays.copyOf(uses, length);
      counted = Arrays.copyOf(counted, length);
    }
  }

  /** Whether the work on this loop made the value. */
  boolean isNew(Value value) {
    return value.id >= limit;
  }

  boolean isTried(Value value) {
    return isTried[value.id];
  }

  void tryForm(Value value) {
    isTried[value.id] = true;
    if (touchedCount == touched.length) {
      touched = Arrays.copyOf(touched, touchedCount * 2);
    }
    touched[touchedCount++] = value.id;
  }

  void setForm(Value value, @Nullable Affine form) {
    forms[value.id] = form;
  }

  @Nullable Affine form(Value value) {
    return isNew(value) ? null : forms[value.id];
  }

  int uses(Value value) {
    return uses[value.id];
  }

  // ---- the second count

  void beginCount() {
    for (int i = 0; i < raisedCount; i++) {
      counted[raised[i]] = 0;
    }
    raisedCount = 0;
  }

  void count(Value value) {
    if (isNew(value)) {
      return;
    }
    if (counted[value.id]++ == 0) {
      if (raisedCount == raised.length) {
        raised = Arrays.copyOf(raised, raisedCount * 2);
      }
      raised[raisedCount++] = value.id;
    }
  }

  /** Whether the count since {@link #beginCount} has all uses. */
  boolean isAllCounted(Value value) {
    return counted[value.id] == uses[value.id];
  }

  // ---- uses after a change

  /** The ids of all operands in the blocks. */
  static int[] operands(Collection<Block> blocks) {
    int[] ids = new int[64];
    int n = 0;
    for (Block block : blocks) {
      for (Instruction instruction : block.instructions) {
        ids = room(ids, n + instruction.args.length);
        for (Value arg : instruction.args) {
          ids[n++] = arg.id;
        }
      }
      Terminator terminator = block.terminator;
      ids = room(ids, n + terminator.operandCount());
      for (int i = 0; i < terminator.operandCount(); i++) {
        ids[n++] = terminator.operand(i).id;
      }
      for (Edge edge : terminator.edges()) {
        ids = room(ids, n + edge.args.length);
        for (Value arg : edge.args) {
          ids[n++] = arg.id;
        }
      }
    }
    return Arrays.copyOf(ids, n);
  }

  private static int[] room(int[] ids, int length) {
    return length <= ids.length ? ids : Arrays.copyOf(ids, Math.max(length, ids.length * 2));
  }

  /** Notes that operands {@code before} became {@code after}. */
  void change(int[] before, int[] after) {
    int length = function.valueLimit();
    if (length > uses.length) {
      uses = Arrays.copyOf(uses, length + length / 2);
    }
    for (int id : before) {
      uses[id]--;
    }
    for (int id : after) {
      uses[id]++;
    }
  }
}
