package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.CallInfo;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Module;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.ParamType;
import dev.ferry.ir.Value;
import dev.ferry.opt.ModulePass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.CallGraph;
import dev.ferry.opt.edit.CallGraph.Node;
import dev.ferry.opt.edit.Substitution;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Constants across calls: a parameter of a static function that gets the same constant, or the same
 * address of a global, from every call is that constant.
 *
 * <p>Algorithm: optimistic propagation over the calls of the module (Callahan, Cooper, Kennedy and
 * Torczon 1986, "Interprocedural Constant Propagation", with pass-through jump functions): each
 * parameter is unknown, one constant, or varying; a call hands on a constant, or what its caller's
 * own parameter is; repeated until nothing falls.
 *
 * <p>Requires nothing; preserves the block graph, and the parameter itself, which nothing uses any
 * more. Before: {@code call @f(7)} as the only call, {@code f(%0): return %0}. After: {@code f(%0):
 * %1 = iconst 7 return %1}.
 */
public final class PropagateArguments implements ModulePass {
  @Override
  public String name() {
    return "propagate-arguments";
  }

  @Override
  public boolean run(Module module, PassContext context) {
    if (!module.assembly.isEmpty()) {
      return false;
    }
    Solver solver = new Solver(new CallGraph(module));
    solver.solve();
    boolean changed = false;
    for (Facts facts : solver.facts.values()) {
      if (apply(facts, context)) {
        context.cleanUp(facts.function);
        changed = true;
      }
    }
    return changed;
  }

  private static boolean apply(Facts facts, PassContext context) {
    Function function = facts.function;
    Substitution substitution = new Substitution(function);
    List<Param> params = function.entry().params;
    int made = 0;
    for (int i = 0; i < facts.values.length; i++) {
      Instruction constant = facts.values[i];
      if (constant != null && !facts.varies[i] && context.fuel()) {
        Instruction copy = function.newInstruction(constant.op, params.get(i).type);
        copy.imm = constant.imm;
        copy.payload = constant.payload;
        function.entry().insert(made++, copy);
        substitution.replace(params.get(i), copy);
        context.optimized(function, function.loc, "parameter " + i + " is the same in every call");
      }
    }
    substitution.apply(function);
    return made > 0;
  }

  /** What is known of the scalar parameters of a function all of whose calls are seen. */
  private static final class Facts {
    final Function function;

    /** By scalar parameter: the constant that calls pass; null while no call was looked at. */
    final @Nullable Instruction[] values;

    final boolean[] varies;

    Facts(Function function) {
      this.function = function;
      int n = function.entry().params.size();
      values = new Instruction[n];
      varies = new boolean[n];
    }

    /** Lowers a parameter to what it and {@code value} have in common; whether it fell. */
    boolean meet(int index, @Nullable Instruction value) {
      if (varies[index]) {
        return false;
      }
      Instruction known = values[index];
      if (value == null || known != null && !isSame(known, value)) {
        varies[index] = true;
        return true;
      }
      values[index] = value;
      return known == null;
    }

    private static boolean isSame(Instruction a, Instruction b) {
      return a.op == b.op && a.imm == b.imm && a.payload == b.payload;
    }
  }

  private static final class Solver {
    private final CallGraph graph;
    final Map<Function, Facts> facts = new LinkedHashMap<>();

    Solver(CallGraph graph) {
      this.graph = graph;
      for (Node node : graph.order) {
        if (isClosed(node)) {
          facts.put(node.function, new Facts(node.function));
        }
      }
    }

    private static boolean isClosed(Node node) {
      Function function = node.function;
      return !node.isReferenced
          && node.calls > 0
          && !function.signature.variadic()
          && !function.isNaked
          && !function.noOptimize;
    }

    void solve() {
      boolean changed = true;
      while (changed) {
        changed = false;
        // Callers first: a chain of calls settles in one round.
        for (int i = graph.order.size() - 1; i >= 0; i--) {
          changed |= calls(graph.order.get(i).function);
        }
      }
    }

    private boolean calls(Function caller) {
      boolean changed = false;
      for (Block block : caller.blocks) {
        for (Instruction instruction : block.instructions) {
          if (instruction.op == Op.CALL) {
            Node callee = graph.find(instruction.call().callee());
            Facts known = callee == null ? null : facts.get(callee.function);
            if (known != null) {
              changed |= call(caller, instruction, known);
            }
          }
        }
      }
      return changed;
    }

    private boolean call(Function caller, Instruction call, Facts callee) {
      CallInfo info = call.call();
      List<ParamType> wanted = callee.function.signature.params();
      List<ParamType> given = info.signature().params();
      boolean changed = false;
      int scalar = 0;
      for (int i = 0; i < wanted.size(); i++) {
        if (wanted.get(i) instanceof ParamType.Scalar(var type)) {
          boolean fits =
              i < given.size()
                  && given.get(i) instanceof ParamType.Scalar(var passed)
                  && passed == type;
          if (!fits) {
            changed |= callee.meet(scalar, null);
          } else {
            changed |= argument(caller, call.args[info.firstArgument() + i], callee, scalar);
          }
          scalar++;
        }
      }
      return changed;
    }

    private boolean argument(Function caller, Value value, Facts callee, int index) {
      if (value instanceof Param param && param.block == caller.entry()) {
        Facts own = facts.get(caller);
        if (own != null && !own.varies[param.index]) {
          Instruction passed = own.values[param.index];
          // Still unknown: a cycle of calls that nobody entered yet.
          return passed != null && callee.meet(index, passed);
        }
        return callee.meet(index, null);
      }
      return callee.meet(index, constantOf(value));
    }

    private static @Nullable Instruction constantOf(Value value) {
      return value instanceof Instruction i
              && (i.op == Op.ICONST || i.op == Op.FCONST || i.op == Op.GLOBAL_ADDR)
          ? i
          : null;
    }
  }
}
