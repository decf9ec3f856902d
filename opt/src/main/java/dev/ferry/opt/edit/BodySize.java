package dev.ferry.opt.edit;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Param;
import dev.ferry.ir.ParamType;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.ir.eval.Eval;
import java.util.List;

/** About how many machine instructions a body is, as it stands or with some arguments known. */
public final class BodySize {
  private BodySize() {}

  public static int of(Function function) {
    int size = 0;
    for (Block block : function.blocks) {
      for (Instruction instruction : block.instructions) {
        size += weight(instruction);
      }
      size += weight(block.terminator);
    }
    return size;
  }

  /**
   * What is left of a body if the constant arguments of a call are put into it: blocks that are
   * still reached, without what folds. One walk in order, so that loops fold nothing.
   */
  public static int of(Function callee, Instruction call) {
    return new Specialised(callee, call).size();
  }

  /** Whether a call passes a constant at all. */
  public static boolean hasConstant(Instruction call) {
    for (int i = call.call().firstArgument(); i < call.args.length; i++) {
      if (call.args[i] instanceof Instruction argument && argument.isConst()) {
        return true;
      }
    }
    return false;
  }

  private static int weight(Instruction instruction) {
    return switch (instruction.op) {
      case ICONST, FCONST, SLOT_ADDR, SEXT, TRUNC, COPY, UNDEF -> 0;
      case CALL -> 1 + instruction.args.length;
      case MEMCPY, MEMSET -> 2 + (int) Math.min(8, instruction.imm / 8);
      case SELECT -> 3;
      default -> 1;
    };
  }

  private static int weight(Terminator terminator) {
    return switch (terminator) {
      case Terminator.Jump _, Terminator.Unreachable _ -> 0;
      case Terminator.Switch choice -> 3 + choice.cases.length;
      default -> 1;
    };
  }

  private static final class Specialised {
    private final ControlFlow flow;
    private final boolean[] isKnown;
    private final long[] value;
    private final boolean[] isReached;

    Specialised(Function callee, Instruction call) {
      flow = ControlFlow.of(callee);
      isKnown = new boolean[callee.valueLimit()];
      value = new long[callee.valueLimit()];
      isReached = new boolean[callee.blockLimit()];
      isReached[callee.entry().id] = true;
      int argument = call.call().firstArgument();
      int scalar = 0;
      for (ParamType type : callee.signature.params()) {
        if (type instanceof ParamType.Scalar) {
          Value passed = call.args[argument];
          if (passed instanceof Instruction i && i.isConst()) {
            know(callee.entry().params.get(scalar), i.imm);
          }
          scalar++;
        }
        argument++;
      }
    }

    private void know(Value known, long constant) {
      isKnown[known.id] = true;
      value[known.id] = constant;
    }

    int size() {
      int size = 0;
      for (Block block : flow.order) {
        if (isReached[block.id]) {
          for (Instruction instruction : block.instructions) {
            size += folds(instruction) ? 0 : weight(instruction);
          }
          size += follow(block.terminator);
        }
      }
      return size;
    }

    private boolean folds(Instruction instruction) {
      if (instruction.isConst()) {
        know(instruction, instruction.imm);
        return true;
      }
      Value[] args = instruction.args;
      if (args.length == 0 || args.length > 3 || !Eval.isFoldable(instruction.op)) {
        return false;
      }
      for (Value arg : args) {
        if (!isKnown[arg.id]) {
          return false;
        }
      }
      know(instruction, Eval.apply(instruction, at(args, 0), at(args, 1), at(args, 2)));
      return true;
    }

    private long at(Value[] args, int i) {
      return i < args.length ? value[args[i].id] : 0;
    }

    /** Marks what the terminator may lead to; gives its own weight. */
    private int follow(Terminator terminator) {
      switch (terminator) {
        case Terminator.Branch branch when isKnown[branch.condition.id] -> {
          take(value[branch.condition.id] != 0 ? branch.then : branch.otherwise);
          return 0;
        }
        case Terminator.Switch choice when isKnown[choice.value.id] -> {
          take(chosen(choice, value[choice.value.id]));
          return 0;
        }
        default -> {
          for (Edge edge : terminator.edges()) {
            take(edge);
          }
          return weight(terminator);
        }
      }
    }

    private static Edge chosen(Terminator.Switch choice, long selected) {
      for (int i = 0; i < choice.cases.length; i++) {
        if (choice.cases[i] == selected) {
          return choice.edges()[i];
        }
      }
      return choice.defaultEdge();
    }

    private void take(Edge edge) {
      Block target = edge.target;
      isReached[target.id] = true;
      if (flow.predecessorCount(target) == 1) {
        List<Param> params = target.params;
        for (int i = 0; i < params.size(); i++) {
          if (isKnown[edge.args[i].id]) {
            know(params.get(i), value[edge.args[i].id]);
          }
        }
      }
    }
  }
}
