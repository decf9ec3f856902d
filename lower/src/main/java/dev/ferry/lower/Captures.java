package dev.ferry.lower;

import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.FunctionDefinition;
import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.typed.Label;
import dev.ferry.c.typed.Statement;
import dev.ferry.c.typed.TreeWalk;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.Types;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What nested functions use of the functions around them, and so the layout of the frame records
 * that the static chain links: a function's record is the outer record's address, a jump buffer,
 * then the captured objects.
 */
final class Captures extends TreeWalk {
  /** Where the jump buffer for labels that nested functions go to is. */
  static final long JUMP_BUFFER = 16;

  private static final long FIRST_OBJECT = JUMP_BUFFER + Builtins.JUMP_BUFFER_BYTES;

  private final TypeMap types;
  private final Map<Variable, Long> offsets = new IdentityHashMap<>();
  private final Map<FunctionSymbol, Long> sizes = new IdentityHashMap<>();
  private final Map<FunctionSymbol, List<Label>> targets = new IdentityHashMap<>();
  private final Map<FunctionSymbol, List<Label>> addresses = new IdentityHashMap<>();
  private FunctionSymbol current;

  private Captures(FunctionSymbol root, TypeMap types) {
    this.current = root;
    this.types = types;
  }

  static Captures of(FunctionDefinition definition, ModuleLowering owner) {
    Captures result = new Captures(definition.symbol(), owner.types);
    result.statement(definition.body());
    return result;
  }

  /** Offset in its function's record, or null if nobody captures it. */
  @Nullable Long offset(Variable variable) {
    return offsets.get(variable);
  }

  long recordSize(FunctionSymbol function) {
    return sizes.getOrDefault(function, FIRST_OBJECT);
  }

  /** The labels of the function that nested ones jump to; label i has number i + 1. */
  List<Label> targets(FunctionSymbol function) {
    return targets.getOrDefault(function, List.of());
  }

  /** The labels of the function whose addresses nested ones take. */
  List<Label> addresses(FunctionSymbol function) {
    return addresses.getOrDefault(function, List.of());
  }

  @Override
  protected void nested(FunctionDefinition function) {
    FunctionSymbol outer = current;
    current = function.symbol();
    super.nested(function);
    current = outer;
  }

  @Override
  protected void statement(Statement statement) {
    if (statement instanceof Statement.Goto jump && jump.label().owner != current) {
      add(targets, jump.label());
    }
    if (statement instanceof Statement.LocalDecl declaration
        && declaration.variable().cleanup != null) {
      use(declaration.variable());
    }
    super.statement(statement);
  }

  private static void add(Map<FunctionSymbol, List<Label>> map, Label label) {
    List<Label> list = map.computeIfAbsent(label.owner, k -> new ArrayList<>());
    if (!list.contains(label)) {
      list.add(label);
    }
  }

  @Override
  protected void expression(Expression expression) {
    if (expression instanceof Expression.LabelAddress address && address.label().owner != current) {
      add(addresses, address.label());
    }
    if (expression instanceof Expression.VarRef reference) {
      use(reference.variable());
    }
    super.expression(expression);
  }

  private void use(Variable variable) {
    FunctionSymbol owner = variable.owner;
    boolean isLocal =
        variable.storage == Variable.Storage.LOCAL
            || variable.storage == Variable.Storage.PARAMETER;
    if (!isLocal || owner == null || owner == current || offsets.containsKey(variable)) {
      return;
    }
    boolean isVla = Types.isVariableSize(variable.type);
    long size = isVla ? types.xlenBytes : types.size(variable.type);
    long align = isVla ? types.xlenBytes : Math.max(variable.align, types.align(variable.type));
    long offset = (recordSize(owner) + align - 1) / align * align;
    offsets.put(variable, offset);
    sizes.put(owner, offset + size);
  }
}
