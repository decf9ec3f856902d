package dev.ferry.c.parse;

import dev.ferry.c.lex.Identifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the parser must know of names: whether an identifier is a typedef name here (C17 6.2.1). The
 * innermost binding hangs on the identifier itself.
 */
final class Scopes {
  private static final class Binding {
    final boolean typedef;
    final int depth;
    final @Nullable Binding outer;

    Binding(boolean typedef, int depth, @Nullable Binding outer) {
      this.typedef = typedef;
      this.depth = depth;
      this.outer = outer;
    }
  }

  private final List<List<Identifier>> declared = new ArrayList<>();
  private final Map<String, String> tags = new HashMap<>();
  private int depth;

  Scopes() {
    declared.add(new ArrayList<>());
  }

  int depth() {
    return depth;
  }

  void push() {
    depth++;
    if (declared.size() <= depth) {
      declared.add(new ArrayList<>(4));
    }
  }

  void pop() {
    List<Identifier> names = declared.get(depth);
    for (int i = names.size() - 1; i >= 0; i--) {
      Identifier name = names.get(i);
      Binding binding = (Binding) name.binding;
      name.binding = binding == null ? null : binding.outer;
    }
    names.clear();
    depth--;
  }

  /** Declares an ordinary identifier in the innermost scope. */
  void declare(Identifier name, boolean typedef) {
    Binding inner = (Binding) name.binding;
    if (inner != null && inner.depth == depth) {
      if (inner.typedef != typedef) {
        name.binding = new Binding(typedef, depth, inner.outer);
      }
      return;
    }
    name.binding = new Binding(typedef, depth, inner);
    declared.get(depth).add(name);
  }

  void declareTag(String tag, String keyword) {
    tags.putIfAbsent(tag, keyword);
  }

  /** The keyword that a tag was declared with, or null. */
  @Nullable String tagKeyword(String tag) {
    return tags.get(tag);
  }

  static boolean isTypedef(Identifier name) {
    return name.binding instanceof Binding binding && binding.typedef;
  }

  static boolean isDeclared(Identifier name) {
    return name.binding != null;
  }

  /** The typedef names in scope, for "did you mean". */
  List<String> typedefNames() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i <= depth; i++) {
      for (Identifier name : declared.get(i)) {
        if (isTypedef(name)) {
          names.add(name.name());
        }
      }
    }
    return names;
  }
}
