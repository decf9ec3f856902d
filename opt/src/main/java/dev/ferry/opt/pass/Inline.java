package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Module;
import dev.ferry.ir.Op;
import dev.ferry.ir.ParamType;
import dev.ferry.ir.Signature;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.analysis.ColdBlocks;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.ir.analysis.DominatorTree;
import dev.ferry.ir.analysis.LoopForest;
import dev.ferry.opt.ModulePass;
import dev.ferry.opt.OptOptions.Level;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.BodySize;
import dev.ferry.opt.edit.CallGraph;
import dev.ferry.opt.edit.CallGraph.Node;
import dev.ferry.opt.edit.Inliner;
import dev.ferry.opt.edit.Substitution;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Replaces calls by the bodies of their callees.
 *
 * <p>Algorithm: bottom-up over the call graph; after a function got bodies it is cleaned up, so
 * that its own size is known when its callers are looked at. A call is worth it if the body costs
 * no more than the call, or is small for its level (more if arguments are constants or addresses of
 * locals, or the source says inline), or if it is the only call of a static function.
 *
 * <p>Requires nothing; preserves nothing in callers. Before: {@code %2 = call @inc(%1)}. After:
 * {@code %2 = add %1, 1}.
 */
public final class Inline implements ModulePass {
  /** Callers grow no further than this, in instructions. */
  private static final int MAX_CALLER = 6000;

  private static final int MAX_SINGLE_CALL = 2500;

  /** Bodies up to this are looked at with the constants of a call put in. */
  private static final int MAX_SPECIALISED = 200;

  /**
   * What bodies may be larger than calls of them, in cycles of calls and outside of loops: error
   * handling can make one cycle of most of a program, and most of its calls are no hot ones.
   */
  private static final int IN_CYCLE = 12;

  /** The depth of a call that is hardly ever made: it gets a body only if that is no larger. */
  private static final int COLD = -1;

  /** What a function costs besides its body. */
  private static final int FRAME_SIZE = 4;

  private final boolean onlyAlways;

  /**
   * @param onlyAlways inline only what the source demands
   */
  public Inline(boolean onlyAlways) {
    this.onlyAlways = onlyAlways;
  }

  @Override
  public String name() {
    return onlyAlways ? "inline-always" : "inline";
  }

  @Override
  public boolean run(Module module, PassContext context) {
    CallGraph graph = new CallGraph(module);
    Work work = new Work(graph, context);
    boolean changed = false;
    for (Node node : graph.order) {
      if (!node.function.noOptimize && !node.function.isNaked) {
        changed |= work.into(node);
      }
    }
    return changed | leaveOutOfLine(module);
  }

  /** Bodies for inlining only go; calls of them that stay are calls of the external functions. */
  private static boolean leaveOutOfLine(Module module) {
    Map<Symbol, Symbol> external = new IdentityHashMap<>();
    for (Function function : module.functions) {
      if (function.outOfLine != null) {
        external.put(function.symbol, function.outOfLine);
      }
    }
    if (external.isEmpty()) {
      return false;
    }
    module.functions.removeIf(function -> function.outOfLine != null);
    for (Function function : module.functions) {
      for (Block block : function.blocks) {
        for (Instruction call : block.instructions) {
          Symbol callee = call.op == Op.CALL ? call.call().callee() : null;
          Symbol other = callee == null ? null : external.get(callee);
          if (other != null) {
            call.payload = call.call().to(other);
          }
        }
      }
    }
    return true;
  }

  private final class Work {
    private final CallGraph graph;
    private final PassContext context;
    private final Map<Function, Integer> sizes = new IdentityHashMap<>();
    private final Map<Function, Boolean> possible = new IdentityHashMap<>();

    /** Instructions that no clean-up has seen beside what they were brought to. */
    private final Map<Function, Integer> unseen = new IdentityHashMap<>();

    Work(CallGraph graph, PassContext context) {
      this.graph = graph;
      this.context = context;
    }

    boolean into(Node node) {
      boolean changed = into(node, false);
      // What was called twice may be called once now.
      return changed && !onlyAlways && !context.options.noInline && into(node, true) || changed;
    }

    private boolean into(Node node, boolean onlyLastCalls) {
      Function caller = node.function;
      List<Instruction> chosen = new ArrayList<>();
      int size = sizeOf(caller);
      LoopForest forest = null;
      ColdBlocks cold = null;
      for (Block block : caller.blocks) {
        for (Instruction call : block.instructions) {
          if (call.op == Op.CALL) {
            Node callee = graph.find(call.call().callee());
            if (callee != null && mayInline(node, callee, call)) {
              if (forest == null) {
                ControlFlow flow = ControlFlow.of(caller);
                forest = LoopForest.of(DominatorTree.of(flow));
                cold = ColdBlocks.of(caller, flow);
              }
              int depth = cold != null && cold.isUnlikely(block) ? COLD : forest.depth(block);
              boolean isWorthIt =
                  onlyLastCalls
                      ? isLastCall(node, callee, size)
                      : isWorthIt(node, callee, call, size, depth);
              if (isWorthIt && context.fuel()) {
                chosen.add(call);
                size += sizeOf(callee.function);
              }
            }
          }
        }
      }
      if (chosen.isEmpty()) {
        return false;
      }
      int seam = sizeOf(caller) + unseenIn(chosen);
      replace(node, chosen);
      sizes.remove(caller);
      cleanUp(node, seam);
      return true;
    }

    private int unseenIn(List<Instruction> calls) {
      int sum = 0;
      for (Instruction call : calls) {
        Node callee = graph.find(call.call().callee());
        sum += callee == null ? 0 : unseen.getOrDefault(callee.function, 0);
      }
      return sum;
    }

    /**
     * A function that will move into its only caller is cleaned up there, and here only once what
     * is new to it is half of it: a chain of such functions takes time in proportion to its length.
     */
    private void cleanUp(Node node, int seam) {
      Function function = node.function;
      if (movesOn(node) && 2 * seam < sizeOf(function)) {
        unseen.put(function, seam);
        return;
      }
      unseen.remove(function);
      context.cleanUp(function);
      sizes.remove(function);
    }

    private void replace(Node node, List<Instruction> chosen) {
      Function caller = node.function;
      Substitution substitution = new Substitution(caller);
      Inliner inliner = new Inliner(caller);
      // From the last to the first: earlier calls keep their place in the block.
      for (int i = chosen.size() - 1; i >= 0; i--) {
        Instruction call = chosen.get(i);
        Block block = call.block;
        Node callee = graph.find(call.call().callee());
        if (block != null && callee != null) {
          int index = block.instructions.lastIndexOf(call);
          inliner.inline(call, index, callee.function, substitution);
          graph.inlined(node, callee);
          context.optimized(caller, call.loc, "inlined " + callee.function.symbol.name);
        }
      }
      substitution.apply(caller);
    }

    // ---- may it be done

    private boolean mayInline(Node caller, Node callee, Instruction call) {
      Function body = callee.function;
      if (callee == caller || body.inline == Function.Inline.NEVER || call.call().returnsTwice()) {
        return false;
      }
      if (callee.callsItself && body.inline != Function.Inline.ALWAYS) {
        return false;
      }
      return context.isFinal(body.symbol)
          && possible.computeIfAbsent(body, Work::hasPlainBody)
          && fits(call.call().signature(), body.signature)
          && !call.call().staticChain();
    }

    private static boolean hasPlainBody(Function function) {
      if (function.callsReturnsTwice || function.isNaked || function.noOptimize) {
        return false;
      }
      for (Block block : function.blocks) {
        if (block.addressTaken || block.terminator instanceof Terminator.IndirectJump) {
          return false;
        }
        for (Instruction instruction : block.instructions) {
          switch (instruction.op) {
            case STACK_ALLOC, STACK_SAVE, STACK_RESTORE, FRAME_ADDR, RETURN_ADDR, VA_START -> {
              return false;
            }
            case STATIC_CHAIN, BLOCK_ADDR -> {
              return false;
            }
            default -> {}
          }
        }
      }
      return true;
    }

    private static boolean fits(Signature call, Signature body) {
      int more = call.params().size() - body.params().size();
      if (body.variadic() ? more < 0 : more != 0 || call.variadic()) {
        return false;
      }
      for (int i = 0; i < body.params().size(); i++) {
        if (!sameShape(call.params().get(i), body.params().get(i))) {
          return false;
        }
      }
      ParamType a = call.result();
      ParamType b = body.result();
      return a == null ? true : b != null && sameShape(a, b);
    }

    private static boolean sameShape(ParamType a, ParamType b) {
      return switch (a) {
        case ParamType.Scalar(var type) ->
            b instanceof ParamType.Scalar(var other) && type == other;
        case ParamType.Aggregate(var layout) ->
            b instanceof ParamType.Aggregate(var other) && layout.size() == other.size();
      };
    }

    // ---- is it worth it

    private boolean isWorthIt(
        Node caller, Node callee, Instruction call, int callerSize, int depth) {
      Function body = callee.function;
      if (body.inline == Function.Inline.ALWAYS) {
        return true;
      }
      if (onlyAlways
          || context.options.noInline
          || body.isCold
          || call.call().noReturn()
          || body.noReturn) {
        return false;
      }
      int size = sizeOf(body);
      if (isLastCall(caller, callee, callerSize)) {
        return true;
      }
      if (callerSize > MAX_CALLER) {
        return false;
      }
      int limit = limit(callee, call, depth);
      if (size <= limit || context.options.optimizesSize() && shrinks(callee, call, size)) {
        return true;
      }
      return size <= MAX_SPECIALISED
          && BodySize.hasConstant(call)
          && BodySize.of(body, call) <= limit;
    }

    /** Whether the function is not needed once this call of it is replaced. */
    private boolean isLastCall(Node caller, Node callee, int callerSize) {
      int size = sizeOf(callee.function);
      return movesOn(callee)
          && !isCopied(caller)
          && size <= MAX_SINGLE_CALL
          && callerSize + size <= 2 * MAX_CALLER;
    }

    /**
     * Whether the source demands several bodies of a function: what it calls is called as often.
     */
    private static boolean isCopied(Node node) {
      return node.function.inline == Function.Inline.ALWAYS
          && node.calls + (node.isReferenced ? 1 : 0) > 1;
    }

    /** Whether a function is there for one call only, which may take its body. */
    private static boolean movesOn(Node node) {
      return node.calls == 1
          && !node.isReferenced
          && !node.isRecursive
          && !node.function.isCold
          && !node.function.noReturn;
    }

    /** Whether the program is smaller with all calls replaced and the function gone. */
    private boolean shrinks(Node callee, Instruction call, int size) {
      return !callee.isReferenced && callee.calls * (size - callCost(call)) <= size + FRAME_SIZE;
    }

    private int limit(Node callee, Instruction call, int depth) {
      Function body = callee.function;
      int cost = callCost(call);
      if (depth == COLD) {
        return cost;
      }
      Level level = context.options.level;
      boolean hinted = body.inline == Function.Inline.HINT;
      int base =
          switch (level) {
            case O0, OG -> 0;
            case O1 -> hinted ? 12 : 4;
            case OS, OZ -> hinted ? 4 : 0;
            case O2 -> hinted ? 60 : callee.isRecursive && depth == 0 ? IN_CYCLE : 24;
            case O3 -> hinted ? 90 : 50;
          };
      if (base == 0) {
        return cost;
      }
      int bonus = bonus(call);
      int loop = level == Level.O2 || level == Level.O3 ? Math.min(depth, 2) * 4 : 0;
      return cost + base + bonus * base / 6 + loop;
    }

    /** Constants and addresses of locals make the body smaller. */
    private static int bonus(Instruction call) {
      int bonus = 0;
      for (int i = call.call().firstArgument(); i < call.args.length; i++) {
        if (call.args[i] instanceof Instruction argument) {
          bonus +=
              switch (argument.op) {
                case ICONST, FCONST, GLOBAL_ADDR -> 1;
                case SLOT_ADDR -> 2;
                default -> 0;
              };
        }
      }
      return Math.min(bonus, 6);
    }

    /** An aggregate is written to memory word by word, and read again. */
    private static int callCost(Instruction call) {
      Signature signature = call.call().signature();
      int cost = 2 + call.args.length + (call.type == null ? 0 : 1);
      for (ParamType param : signature.params()) {
        cost += param instanceof ParamType.Aggregate(var layout) ? words(layout.size()) : 0;
      }
      return signature.result() instanceof ParamType.Aggregate(var layout)
          ? cost + words(layout.size())
          : cost;
    }

    private static int words(long bytes) {
      return (int) Math.min(8, (bytes + 7) / 8);
    }

    private int sizeOf(Function function) {
      return sizes.computeIfAbsent(function, BodySize::of);
    }
  }
}
