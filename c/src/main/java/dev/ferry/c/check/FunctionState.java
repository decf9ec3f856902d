package dev.ferry.c.check;

import dev.ferry.c.syntax.Expr;
import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.typed.Label;
import dev.ferry.c.typed.Statement;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the checker knows of the function whose body it is in. */
final class FunctionState {
  /** Whether the body has a return statement. */
  boolean returns;

  /** Whether the body calls a function that takes something back, as {@link Deallocation} knows. */
  boolean givesBack;

  /** A label that was used or defined. */
  static final class LabelState {
    final Label label;
    boolean isDefined;
    boolean isLocalDeclaration;
    boolean maybeUnused;
    int definedAt;

    /** The innermost variably modified declaration in scope at the label. */
    @Nullable VlaScope vlaScope;

    /** Gotos seen before the definition. */
    final List<PendingGoto> pending = new ArrayList<>(0);

    LabelState(Label label) {
      this.label = label;
    }
  }

  /** A chain of the variably modified declarations in force. */
  record VlaScope(Variable variable, @Nullable VlaScope outer) {}

  record PendingGoto(int loc, @Nullable VlaScope vlaScope) {}

  /** One switch statement around. */
  static final class SwitchState {
    final @Nullable SwitchState outer;
    final CType type;

    /** The type before promotion: for range warnings and -Wswitch. */
    final CType original;

    final List<Statement.Case> cases = new ArrayList<>();
    final List<Expr> caseSyntax = new ArrayList<>();
    int defaultLoc;
    final @Nullable VlaScope vlaScope;

    SwitchState(
        CType type, CType original, @Nullable SwitchState outer, @Nullable VlaScope vlaScope) {
      this.type = type;
      this.original = original;
      this.outer = outer;
      this.vlaScope = vlaScope;
    }
  }

  final FunctionSymbol symbol;
  final CType result;
  final @Nullable FunctionState parent;
  final Map<String, LabelState> labels = new HashMap<>();
  final Set<String> reportedUndeclared = new HashSet<>();
  final List<Map<String, LabelState>> localLabels = new ArrayList<>();

  /** Where the statement being checked puts what it needs before it. */
  List<Statement> emit = new ArrayList<>();

  @Nullable SwitchState innermostSwitch;
  @Nullable VlaScope vlaScope;
  int loopDepth;
  int breakDepth;
  int hiddenVariables;
  int nestedFunctions;
  boolean returnsValue;
  boolean returnsNothing;
  boolean hasReturnTypeWarning;
  boolean usesVaStart;
  int functionNameVariables;
  @Nullable Variable functionNameVariable;

  FunctionState(FunctionSymbol symbol, CType result, @Nullable FunctionState parent) {
    this.symbol = symbol;
    this.result = result;
    this.parent = parent;
  }

  /** The label a name means here; made at its first use. */
  LabelState label(String name, int loc) {
    LabelState known = findLocalLabel(name);
    if (known != null) {
      return known;
    }
    LabelState state = labels.get(name);
    if (state == null) {
      state = new LabelState(new Label(name, loc, symbol));
      labels.put(name, state);
    }
    return state;
  }

  @Nullable LabelState findLocalLabel(String name) {
    for (int i = localLabels.size() - 1; i >= 0; i--) {
      LabelState state = localLabels.get(i).get(name);
      if (state != null) {
        return state;
      }
    }
    return parent == null ? null : parent.findLocalLabel(name);
  }
}
