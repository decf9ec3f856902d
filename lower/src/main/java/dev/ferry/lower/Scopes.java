package dev.ferry.lower;

import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.typed.Label;
import dev.ferry.c.typed.Statement;
import dev.ferry.c.typed.Variable;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.Op;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Value;
import dev.ferry.ir.debug.DebugScope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The scopes control is in, and what leaving them runs: cleanup functions (GNU), giving back the
 * stack of variable length arrays, the profiler's hook.
 */
final class Scopes {
  private final FunctionLowering owner;
  private final FunctionBuilder out;
  private final List<Scope> stack = new ArrayList<>();

  /** How many scopes have actions: 0 makes jumps cheap. */
  private int actionCount;

  /** Label positions, found on the first goto that leaves a scope with actions. */
  private @Nullable LabelPaths paths;

  /** {@code node} is the statement or statement expression whose body it is. */
  private static final class Scope {
    final Object node;
    int index;
    final List<Action> actions = new ArrayList<>(0);
    @Nullable Slot savedStack;
    final @Nullable DebugScope debug;

    Scope(Object node, @Nullable DebugScope debug) {
      this.node = node;
      this.debug = debug;
    }
  }

  /**
   * @param run emits it
   * @param index the statement that brought it about
   */
  private record Action(Runnable run, int index) {}

  Scopes(FunctionLowering owner) {
    this.owner = owner;
    this.out = owner.out;
  }

  void enter(Object node) {
    DebugScope around = debugScope();
    boolean isNamed = owner.owner.debugTypes != null && !stack.isEmpty();
    stack.add(new Scope(node, isNamed ? debugScope(node, around) : around));
  }

  /** The block that a declaration here belongs to; null for the function's outermost. */
  @Nullable DebugScope debugScope() {
    return stack.isEmpty() ? null : stack.getLast().debug;
  }

  private static @Nullable DebugScope debugScope(Object node, @Nullable DebugScope around) {
    return switch (node) {
      case Statement.Block block -> new DebugScope(around, block.loc(), block.end());
      case Statement.For loop -> new DebugScope(around, loop.loc(), end(loop));
      default -> around;
    };
  }

  /** Where a statement ends, or its last part starts. */
  private static int end(Statement statement) {
    return switch (statement) {
      case Statement.Block s -> s.end();
      case Statement.For s -> end(s.body());
      case Statement.While s -> end(s.body());
      case Statement.If s -> end(s.otherwise() != null ? s.otherwise() : s.then());
      case Statement.Switch s -> end(s.body());
      case Statement.Case s -> end(s.body());
      case Statement.Labeled s -> end(s.body());
      case Statement.DoWhile s -> s.condition().loc();
      default -> statement.loc();
    };
  }

  /** The statement of the innermost scope that comes next. */
  void at(int index) {
    stack.getLast().index = index;
  }

  /** The end of the innermost scope: its actions run where control gets there. */
  void leave() {
    Scope scope = stack.getLast();
    if (!scope.actions.isEmpty()) {
      if (out.isOpen()) {
        run(scope, scope.actions.size() - 1, -1);
      }
      actionCount--;
    }
    stack.removeLast();
  }

  int depth() {
    return stack.size();
  }

  /** Whether leaving down to {@code depth} runs anything. */
  boolean hasActions(int depth) {
    for (int i = depth; actionCount > 0 && i < stack.size(); i++) {
      if (!stack.get(i).actions.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  void addCleanup(Variable variable) {
    addAction(() -> cleanUp(variable));
  }

  /** Called before the innermost scope's variable length array is made. */
  void saveStack() {
    Scope scope = stack.getLast();
    if (scope.savedStack == null) {
      Slot slot = owner.function.addSlot("sp", owner.types.xlenBytes, owner.types.xlenBytes);
      scope.savedStack = slot;
      Value pointer = out.emit(Op.STACK_SAVE, owner.types.pointer);
      owner.memory.store(Place.of(slot, 0), owner.types.types.voidPointer, pointer);
      addAction(() -> restoreStack(scope));
    }
  }

  /** Something that every way out of the innermost scope runs. */
  void addAction(Runnable run) {
    Scope scope = stack.getLast();
    if (scope.actions.isEmpty()) {
      actionCount++;
    }
    scope.actions.add(new Action(run, scope.index));
  }

  /** Runs what leaving all scopes above {@code depth} runs; they stay entered. */
  void unwindTo(int depth) {
    for (int i = stack.size() - 1; actionCount > 0 && i >= depth; i--) {
      Scope scope = stack.get(i);
      run(scope, scope.actions.size() - 1, -1);
    }
  }

  /** Runs what a goto to the label leaves: declarations that the label does not stand behind. */
  void unwindFor(Label label, Statement.Block functionBody) {
    if (actionCount == 0) {
      return;
    }
    if (paths == null) {
      paths = LabelPaths.of(functionBody);
    }
    for (int i = stack.size() - 1; i >= 0; i--) {
      Scope scope = stack.get(i);
      int position = paths.indexIn(label, scope.node);
      if (position < 0) {
        run(scope, scope.actions.size() - 1, -1);
        continue;
      }
      run(scope, scope.actions.size() - 1, position);
      return;
    }
  }

  /** Runs the actions from {@code last} down that statements from {@code position} on made. */
  private void run(Scope scope, int last, int position) {
    for (int i = last; i >= 0; i--) {
      Action action = scope.actions.get(i);
      if (action.index < position) {
        return;
      }
      action.run.run();
    }
  }

  private void restoreStack(Scope scope) {
    if (scope.savedStack != null) {
      Place saved = Place.of(scope.savedStack, 0);
      Value pointer = owner.memory.load(saved, owner.types.types.voidPointer);
      out.emit(Op.STACK_RESTORE, null, pointer);
    }
  }

  private void cleanUp(Variable variable) {
    FunctionSymbol function = variable.cleanup;
    if (function != null) {
      Value address = owner.memory.address(owner.place(variable));
      owner.calls.cleanup(function, address);
    }
  }
}
