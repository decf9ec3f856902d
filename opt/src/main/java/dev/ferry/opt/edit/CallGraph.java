package dev.ferry.opt.edit;

import dev.ferry.ir.AsmInfo;
import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Global;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Module;
import dev.ferry.ir.Op;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Terminator;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who calls whom among the functions defined in a module, and where else their names appear. Order
 * is bottom-up: a function after what it calls, cycles in any order (Tarjan's components).
 */
public final class CallGraph {
  /** One function. */
  public static final class Node {
    public final Function function;
    public final List<Node> callees = new ArrayList<>();

    /** Direct calls of it in the module. */
    public int calls;

    /** Whether its address is used other than to call it, or its name is visible outside. */
    public boolean isReferenced;

    /** Whether it is in a cycle of calls. */
    public boolean isRecursive;

    /** Whether it calls itself, without others between. */
    public boolean callsItself;

    private int index = -1;
    private int low;
    private boolean onStack;

    Node(Function function) {
      this.function = function;
    }
  }

  private final Map<Symbol, Node> nodes = new IdentityHashMap<>();

  /** Bottom-up. */
  public final List<Node> order = new ArrayList<>();

  private final ArrayList<Node> stack = new ArrayList<>();
  private int counter;

  public CallGraph(Module module) {
    for (Function function : module.functions) {
      nodes.put(function.symbol, new Node(function));
    }
    for (Function function : module.functions) {
      scan(node(function));
    }
    markReferences(module);
    for (Function function : module.functions) {
      Node node = node(function);
      if (node.index < 0) {
        visit(node);
      }
    }
  }

  /** The node of a function of the module. */
  public Node node(Function function) {
    Node node = nodes.get(function.symbol);
    if (node == null) {
      throw new IllegalArgumentException(function.toString());
    }
    return node;
  }

  /** The node of a function defined here under this name, or null. */
  public @Nullable Node find(@Nullable Symbol symbol) {
    return symbol == null ? null : nodes.get(symbol);
  }

  /** Notes that the body of {@code callee} stands in {@code caller} in place of a call. */
  public void inlined(Node caller, Node callee) {
    callee.calls--;
    caller.callees.remove(callee);
    boolean isLast = callee.calls == 0 && !callee.isReferenced;
    for (Node inner : callee.callees) {
      caller.callees.add(inner);
      caller.callsItself |= inner == caller;
      // The function that nothing calls any more calls nothing any more either.
      inner.calls += isLast ? 0 : 1;
    }
  }

  private void scan(Node node) {
    for (Block block : node.function.blocks) {
      for (Instruction instruction : block.instructions) {
        if (instruction.op == Op.CALL) {
          Node callee = find(instruction.call().callee());
          if (callee != null) {
            callee.calls++;
            node.callees.add(callee);
            node.callsItself |= callee == node;
          }
        } else if (instruction.op == Op.GLOBAL_ADDR) {
          refer(instruction.symbol());
        } else if (instruction.op == Op.ASM) {
          referFrom(instruction.asm());
        }
      }
      if (block.terminator instanceof Terminator.AsmGoto asmGoto) {
        referFrom(asmGoto.asm);
      }
    }
  }

  /** Assembly may name functions in its text and in its constants. */
  private void referFrom(AsmInfo asm) {
    for (Node node : nodes.values()) {
      node.isReferenced |= asm.names(node.function.symbol.name);
    }
  }

  private void refer(@Nullable Symbol symbol) {
    Node node = find(symbol);
    if (node != null) {
      node.isReferenced = true;
    }
  }

  private void markReferences(Module module) {
    for (Global global : module.globals) {
      for (Global.Reference reference : global.references) {
        refer(reference.symbol());
        Block block = reference.block();
        if (block != null) {
          refer(block.function().symbol);
        }
      }
    }
    for (Module.InitEntry entry : module.initEntries) {
      refer(entry.function());
    }
    for (Symbol symbol : module.symbols()) {
      if (symbol.aliasOf != null) {
        refer(symbol.aliasOf);
      }
    }
    for (Node node : nodes.values()) {
      node.isReferenced |=
          node.function.isUsed || node.function.symbol.linkage != Symbol.Linkage.LOCAL;
    }
  }

  /** Tarjan's algorithm with an explicit stack of (node, next callee). */
  private void visit(Node root) {
    ArrayList<Node> path = new ArrayList<>();
    ArrayList<int[]> next = new ArrayList<>();
    push(root, path, next);
    while (!path.isEmpty()) {
      Node node = path.getLast();
      int[] position = next.getLast();
      if (position[0] < node.callees.size()) {
        Node callee = node.callees.get(position[0]++);
        if (callee.index < 0) {
          push(callee, path, next);
        } else if (callee.onStack) {
          node.low = Math.min(node.low, callee.index);
        }
      } else {
        path.removeLast();
        next.removeLast();
        if (node.low == node.index) {
          close(node);
        }
        if (!path.isEmpty()) {
          path.getLast().low = Math.min(path.getLast().low, node.low);
        }
      }
    }
  }

  private void push(Node node, ArrayList<Node> path, ArrayList<int[]> next) {
    node.index = counter++;
    node.low = node.index;
    node.onStack = true;
    stack.add(node);
    path.add(node);
    next.add(new int[1]);
  }

  private void close(Node root) {
    boolean isCycle = stack.getLast() != root;
    while (true) {
      Node node = stack.removeLast();
      node.onStack = false;
      node.isRecursive |= isCycle || node.callsItself;
      order.add(node);
      if (node == root) {
        return;
      }
    }
  }
}
