package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.syntax.Declaration;
import dev.ferry.c.typed.SymbolAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pragmas that change symbols: weak, redefine_extname, visibility. */
final class PragmaState {
  /** {@code weak name} or {@code weak name = target}; {@code target} is empty without one. */
  record Weak(String name, String target) {}

  private final Unit unit;
  private final Deque<String> visibility = new ArrayDeque<>();
  private final Map<String, String> renamed = new HashMap<>();
  private final List<Weak> weak = new ArrayList<>();

  PragmaState(Unit unit) {
    this.unit = unit;
  }

  void pragma(Declaration.Pragma p) {
    switch (p.kind()) {
      case WEAK -> {
        if (!p.arguments().isEmpty()) {
          weak.add(
              new Weak(
                  p.arguments().getFirst(), p.arguments().size() > 1 ? p.arguments().get(1) : ""));
        }
      }
      case REDEFINE_EXTNAME -> {
        if (p.arguments().size() == 2) {
          renamed.put(p.arguments().get(0), p.arguments().get(1));
          rename(p.arguments().get(0), p.arguments().get(1));
        }
      }
      case VISIBILITY_PUSH ->
          visibility.push(p.arguments().isEmpty() ? "default" : p.arguments().getFirst());
      case VISIBILITY_POP -> {
        if (visibility.isEmpty()) {
          unit.report(VISIBILITY_POP_WITHOUT_PUSH, p.loc());
        } else {
          visibility.pop();
        }
      }
      case FP_CONTRACT,
          FENV_ACCESS,
          CX_LIMITED_RANGE,
          OPTIMIZE,
          PUSH_OPTIONS,
          POP_OPTIONS,
          RESET_OPTIONS,
          UNROLL,
          IVDEP -> {}
    }
  }

  private void rename(String name, String symbol) {
    if (unit.scopes.linked(name) instanceof Entity.FunctionEntity f) {
      f.symbol.symbol = symbol;
    } else if (unit.scopes.linked(name) instanceof Entity.ObjectEntity o) {
      o.variable.symbol = symbol;
    }
  }

  /** The assembler name of a newly declared function or object. */
  String renamed(String name, String otherwise) {
    return renamed.isEmpty() ? otherwise : renamed.getOrDefault(name, otherwise);
  }

  /** Gives a declared symbol the visibility that a pragma has in force. */
  void applyVisibility(SymbolAttributes attributes) {
    if (attributes.visibility == null && !visibility.isEmpty()) {
      attributes.visibility = visibility.peek();
    }
  }

  List<Weak> weak() {
    return weak;
  }
}
