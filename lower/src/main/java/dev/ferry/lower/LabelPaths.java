package dev.ferry.lower;

import dev.ferry.c.typed.FunctionDefinition;
import dev.ferry.c.typed.Label;
import dev.ferry.c.typed.Statement;
import dev.ferry.c.typed.TreeWalk;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** For each label of a function, the scopes around it and how far into each it stands. */
final class LabelPaths extends TreeWalk {
  private record Step(Object scope, int index) {}

  private final List<Step> current = new ArrayList<>();
  private final Map<Label, List<Step>> paths = new IdentityHashMap<>();

  static LabelPaths of(Statement.Block body) {
    LabelPaths result = new LabelPaths();
    result.statement(body);
    return result;
  }

  /** The index of the statement of {@code scope} that contains the label, -1 if none does. */
  int indexIn(Label label, Object scope) {
    List<Step> path = paths.get(label);
    if (path != null) {
      for (Step step : path) {
        if (step.scope == scope) {
          return step.index;
        }
      }
    }
    return -1;
  }

  @Override
  protected void statements(List<Statement> body, Object node) {
    for (int i = 0; i < body.size(); i++) {
      current.add(new Step(node, i));
      statement(body.get(i));
      current.removeLast();
    }
  }

  @Override
  protected void forLoop(Statement.For s) {
    statements(s.init(), s);
    current.add(new Step(s, Integer.MAX_VALUE - 1));
    optional(s.condition());
    optional(s.step());
    statement(s.body());
    current.removeLast();
  }

  @Override
  protected void statement(Statement statement) {
    if (statement instanceof Statement.Labeled labeled) {
      paths.put(labeled.label(), List.copyOf(current));
    }
    super.statement(statement);
  }

  @Override
  protected void nested(FunctionDefinition function) {
    // Its labels are its own.
  }
}
